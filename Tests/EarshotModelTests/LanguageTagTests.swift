import EarshotModel
import Testing

@Test(arguments: [
  ("en", "en"), ("pt-BR", "pt-br"), ("de_DE.UTF-8", "de-de"), ("iw", "he"), ("no", "nb"),
  ("zh-Hant-TW", "zh-hant"), ("und", "und"), ("", "und"), ("?!", "und"), ("en-", "en"),
])
func tagsAreNormalised(_ text: String, _ expected: String) {
  #expect(LanguageTag(text).text == expected)
}

@Test func primaryDropsTheRest() {
  #expect(LanguageTag("pt-BR").primary == LanguageTag("pt"))
  #expect(LanguageTag("is").primary == LanguageTag("is"))
}
