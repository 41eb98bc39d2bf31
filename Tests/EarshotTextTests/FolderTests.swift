import EarshotText
import Testing

@Test(arguments: [
  ("GREAT", "great"), ("Straße", "strasse"), ("ＬＡＴＥ", "late"), ("don’t", "don't"),
  ("donʼt", "don't"), ("re\u{AD}fund", "refund"), ("❤\u{FE0F}", "❤"), ("👍🏽", "👍"),
  ("ÞJÓNUSTA", "þjónusta"),
  ("ﾊﾞ", "バ"), ("ΟΔΟΣ", "οδοσ"), ("", ""),
])
func folding(_ text: String, _ folded: String) {
  #expect(String(decoding: Folder.fold(text), as: UTF8.self) == folded)
}
