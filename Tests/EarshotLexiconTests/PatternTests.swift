import EarshotLexicon
import EarshotModel
import Testing

/// A pattern, a text, and every place where the pattern must match: matched tokens, `·` for a gap.
struct PatternCase: CustomTestStringConvertible {
  var pattern: String
  var text: String
  var expected: [String]
  var language = "en"
  var edge = ""
  var with = ""
  var unless = ""
  var scope = ""

  init(
    _ pattern: String, _ text: String, _ expected: [String], language: String = "en",
    edge: String = "", with: String = "", unless: String = "", scope: String = ""
  ) {
    (self.pattern, self.text, self.expected) = (pattern, text, expected)
    (self.language, self.edge) = (language, edge)
    (self.with, self.unless, self.scope) = (with, unless, scope)
  }

  var testDescription: String {
    let conditions = [with, unless, scope, edge].contains { !$0.isEmpty }
    return "\(pattern) in \(text)" + (conditions ? " [\(with)][\(unless)] \(scope)\(edge)" : "")
  }

  func check() throws {
    let finder = try Finder(
      (
        "case.tsv",
        """
        kind\tid\tlang\tpattern\twith\tunless\tscope\tedge
        theme\tt\t\(language)\t\(pattern)\t\(with)\t\(unless)\t\(scope)\t\(edge)
        """
      ))
    #expect(try finder.strings(text, language) == expected)
  }
}

@Test(arguments: [
  PatternCase("refund", "I want a refund now", ["refund"]),
  PatternCase("refund", "Refund, REFUND!", ["Refund", "REFUND"]),
  PatternCase("refund", "refunds refunded", []),
  PatternCase("Refund", "refund", ["refund"]),
  PatternCase("24", "open 24 hours", ["24"]),
  PatternCase("late delivery", "A late delivery.", ["late delivery"]),
  PatternCase("late delivery", "late, delivery", ["late, delivery"]),
  PatternCase("late delivery", "late\u{A0}delivery", ["late\u{A0}delivery"]),
  PatternCase("late delivery", "delivery late", []),
  PatternCase("late delivery", "late late delivery", ["late delivery"]),
  PatternCase("late   delivery", "late delivery", ["late delivery"]),
  PatternCase("e-mail", "an e-mail or E-Mail", ["e-mail", "E-Mail"]),
  PatternCase("late", "", []),
])
func wordsAndPhrases(_ item: PatternCase) throws { try item.check() }

@Test(arguments: [
  PatternCase("refund*", "refund refunds refunded re", ["refund", "refunds", "refunded"]),
  PatternCase("*phone", "phone smartphone phones", ["phone", "smartphone"]),
  PatternCase("*phone*", "phone smartphones", ["phone", "smartphones"]),
  PatternCase("*ana*", "bananana", ["bananana"]),
  PatternCase("organi?e", "organise organize organie organisse", ["organise", "organize"]),
  PatternCase("organi?e", "organi5e", []),
  PatternCase("it?s", "it's itas", ["itas"]),
  PatternCase("caf?", "café cafe caf", ["café", "cafe"]),
  PatternCase("?un", "fun un spun", ["fun"]),
  PatternCase("un*able", "unable unworkable undo", ["unable", "unworkable"]),
  PatternCase("colo?r*", "colours color", ["colours"]),
  PatternCase("a*b?c*d", "aabxbxcdd abcd", ["aabxbxcdd"]),
  PatternCase("top*", "top10 top", ["top10", "top"]),
  PatternCase("refund*", "the refund's gone", ["refund's"]),
  PatternCase("refund*", "write to refunds@shop.com", []),
  PatternCase("refund*", "a refund.Then nothing", []),
  PatternCase("*fund", "info@fund", ["fund"]),
  PatternCase("*n't", "isn't won’t cant", ["isn't", "won’t"]),
  PatternCase("достав*", "Доставка доставили", ["Доставка", "доставили"], language: "ru"),
  PatternCase("late deliver*", "late deliveries", ["late deliveries"]),
  PatternCase("e-mail*", "e-mails", ["e-mails"]),
])
func wildcardsAtEveryPlace(_ item: PatternCase) throws { try item.check() }

@Test(arguments: [
  PatternCase(
    "cancel~", "cancel cancelled cancelling cancels cancer",
    ["cancel", "cancelled", "cancelling", "cancels"]),
  PatternCase("cancel~", "CANCELLED", ["CANCELLED"]),
  PatternCase("karte~", "Karten Karton", ["Karten"], language: "de"),
  PatternCase("hestur~", "hestar hesti hús", ["hestar", "hesti"], language: "is"),
  PatternCase("late deliver~", "late delivered lately delivered", ["late delivered"]),
  PatternCase("返金~", "返金した", ["返金"], language: "ja"),
])
func inflectedForms(_ item: PatternCase) throws { try item.check() }

@Test(arguments: [
  PatternCase("late _ delivery", "late food delivery", ["late · delivery"]),
  PatternCase("late _ delivery", "late delivery", []),
  PatternCase("late _ delivery", "late hot food delivery", []),
  PatternCase("late _ _ delivery", "late hot food delivery", ["late · delivery"]),
  PatternCase("late _ (box|food) _ again", "late hot food came again", ["late · food · again"]),
  PatternCase("late _ (box <2> parcel)", "late big box of parcel", ["late · box · parcel"]),
  PatternCase("返金 _ 対応", "返金サービス対応", ["返金 · 対応"], language: "ja"),
  PatternCase("返金 _ 対応", "返金対応", [], language: "ja"),
  PatternCase("late ...2 delivery", "late delivery", ["late delivery"]),
  PatternCase("late ...2 delivery", "late my food delivery", ["late · delivery"]),
  PatternCase("late ...2 delivery", "late my hot food delivery", []),
  PatternCase("late ...2 delivery", "delivery late", []),
  PatternCase("late ...2 delivery", "late, my - food: delivery", ["late · delivery"]),
  PatternCase("late ...0 delivery", "late delivery late x delivery", ["late delivery"]),
  PatternCase("late...2 delivery", "late my food delivery", ["late · delivery"]),
  PatternCase("late ...1 my ...1 food", "late is my hot food", ["late · my · food"]),
  PatternCase("late <1> delivery", "delivery was late", ["delivery · late"]),
  PatternCase("late <1> delivery", "late my delivery", ["late · delivery"]),
  PatternCase("late <1> delivery", "late my own delivery", []),
  PatternCase("late<1>delivery", "late delivery", ["late delivery"]),
  PatternCase("late <3> late", "late", []),
  PatternCase("late <3> late", "late late", ["late late"]),
  PatternCase("late <4> delivery", "late. Delivery", []),
  PatternCase("late <4> delivery", "late. Delivery", ["late. Delivery"], scope: "record"),
  PatternCase("late <4> delivery", "late; delivery", ["late; delivery"]),
  PatternCase("late <4> delivery", "late; delivery", [], scope: "clause"),
  PatternCase("aa <1> bb <1> cc", "cc aa x bb", ["cc aa · bb"]),
  PatternCase("aa <1> bb <1> cc", "aa cc bb", ["aa cc bb"]),
  PatternCase("aa <4> bb <4> cc", "aa bb x x x bb x x x x cc", ["aa · bb · cc"]),
  PatternCase("返 <2> 金", "返金", ["返金"], language: "ja"),
  PatternCase("返金 <1> 遅い", "返金対応遅い", ["返金 · 遅い"], language: "ja"),
])
func gapsAndDistances(_ item: PatternCase) throws { try item.check() }

@Test(arguments: [
  PatternCase("late|slow", "slow and late", ["slow", "late"]),
  PatternCase("late|slow delivery", "late slow delivery", ["late", "slow delivery"]),
  PatternCase("late|slow delivery", "slow", []),
  PatternCase(
    "(late|slow) delivery", "late delivery, slow delivery", ["late delivery", "slow delivery"]),
  PatternCase("(late|slow) (box|parcel)", "slow box late delivery", ["slow box"]),
  PatternCase(
    "((late|very slow) box)|refund", "very slow box refund", ["very slow box", "refund"]),
  PatternCase("late|slow <2> parcel", "late", ["late"]),
  PatternCase("late|slow <2> parcel", "slow my parcel", ["slow · parcel"]),
  PatternCase("(late|slow) <2> parcel", "late", []),
  PatternCase("late <1> my parcel", "late is my parcel", ["late · my parcel"]),
  PatternCase("late <1> my parcel", "late parcel my", []),
  PatternCase("late <1> (my|the) parcel", "late was the parcel", ["late · the parcel"]),
  PatternCase("very (late <1> parcel)", "very late big parcel", ["very late · parcel"]),
  PatternCase("(late <1> parcel) again", "parcel is late again", ["parcel · late again"]),
  PatternCase("(late|slow ...1 box) <1> mine", "mine: slow x box", ["mine: slow · box"]),
  PatternCase("(late ...1 box)|box", "late box", ["late box", "box"]),
])
func alternativesGroupsAndPrecedence(_ item: PatternCase) throws { try item.check() }

@Test(arguments: [
  PatternCase("[IT]", "IT it It", ["IT"]),
  PatternCase("[C++]", "C++ c++ C", ["C++"]),
  PatternCase("[C++]", "ABC++", []),
  PatternCase("[*]", "5 * 3", ["*"]),
  PatternCase("[:(]", "bad :( ok", [":("]),
  PatternCase("bad [:(]", "bad :(", ["bad :("]),
  PatternCase("[a]]b]", "a]b a]]b", ["a]b"]),
  PatternCase("[New York]", "New York, new york", ["New York"]),
  PatternCase("[IT] support", "IT Support, it support", ["IT Support"]),
  PatternCase("[IT]|(no [C++])", "no C++ in IT", ["no C++", "IT"]),
  PatternCase("[+1]", "+1 from me", ["+1"]),
  PatternCase("[<3]", "I <3 it", ["<3"]),
  PatternCase("[-|_]", "a -|_ b", ["-|_"]),
  PatternCase("[IT] <1> [:(]", "IT is :(", ["IT · :("]),
])
func literalsAsWritten(_ item: PatternCase) throws { try item.check() }

@Test(arguments: [
  PatternCase("返金", "返金処理", ["返金"], language: "ja"),
  PatternCase("返金*", "返金処理", ["返金"], language: "ja"),
  PatternCase("京都", "東京都に住む", ["京都"], language: "ja"),
  PatternCase("京都", "東京都に住む", [], language: "ja", edge: "segment"),
  PatternCase("京都", "京都に住む", ["京都"], language: "ja", edge: "segment"),
  PatternCase("返金 遅い", "返金 遅い", ["返金 遅い"], language: "ja"),
  PatternCase("返金遅い", "返金 遅い", [], language: "ja"),
  PatternCase("サービス", "ｻｰﾋﾞｽが悪い", ["ｻｰﾋﾞｽ"], language: "ja"),
  PatternCase("が", "か\u{3099}", ["か\u{3099}"], language: "ja"),
  PatternCase("iPhone返品", "iphone返品します", ["iphone返品"], language: "ja"),
  PatternCase("ลม", "กลม", ["ลม"], language: "th"),
  PatternCase("ลม", "กลม", [], language: "th", edge: "segment"),
  PatternCase("คืนเงิน", "ขอคืนเงินช้า", ["คืนเงิน"], language: "th"),
  PatternCase("ก", "กำ", [], language: "th"),
  PatternCase("น้ำ", "ดื่มน้ำ", ["น้ำ"], language: "th"),
])
func scriptsWithoutSpaces(_ item: PatternCase) throws { try item.check() }

@Test(arguments: [
  PatternCase("refund", "ＲＥＦＵＮＤ", ["ＲＥＦＵＮＤ"]),
  PatternCase("ｒｅｆｕｎｄ", "refund", ["refund"]),
  PatternCase("don't", "don’t donʼt", ["don’t", "donʼt"]),
  PatternCase("don’t", "don't", ["don't"]),
  PatternCase("refund", "re\u{AD}fund", ["re\u{AD}fund"]),
  PatternCase("refund", "re\u{200B}fund", ["re\u{200B}fund"]),
  PatternCase("straße", "STRASSE Straße strase", ["STRASSE", "Straße"], language: "de"),
  PatternCase("strasse", "Straße", ["Straße"], language: "de"),
  PatternCase("cafe", "café", []),
  PatternCase("café", "cafe\u{301} CAFÉ", ["cafe\u{301}", "CAFÉ"]),
  PatternCase("λόγος", "ΛΌΓΟΣ", ["ΛΌΓΟΣ"], language: "el"),
  PatternCase("❤", "I ❤️ it", ["❤️"]),
  PatternCase("👍", "👍🏽", ["👍🏽"]),
  PatternCase("ﬁne", "fine", ["fine"]),
])
func folding(_ item: PatternCase) throws { try item.check() }

@Test(arguments: [
  PatternCase("does not work", "It doesn't work", ["doesn't work"]),
  PatternCase("does not work", "It DOESN’T work", ["DOESN’T work"]),
  PatternCase("does not work", "It does not work", ["does not work"]),
  PatternCase("do not", "doesn't", []),
  PatternCase("can not", "can't cannot", ["can't", "cannot"]),
  PatternCase("cannot", "cannot can't", ["cannot"]),
  PatternCase("will not", "won't", ["won't"]),
  PatternCase("shall not", "shan't", ["shan't"]),
  PatternCase("not", "isn't", ["isn't"]),
  PatternCase("can work", "can't work", []),
  PatternCase("could not be (happier|better)", "couldn't be happier", ["couldn't be happier"]),
  PatternCase("not ...1 work", "it doesn't really work", ["doesn't · work"]),
])
func contractions(_ item: PatternCase) throws { try item.check() }

@Test(arguments: [
  PatternCase("so", "sooooo so soo", ["sooooo", "so"]),
  PatternCase("good", "gooooood", ["gooooood"]),
  PatternCase("good", "GOOOOOD", ["GOOOOOD"]),
  PatternCase("cool", "coooooolllll", ["coooooolllll"]),
  PatternCase("good*", "gooooods", ["gooooods"]),
  PatternCase("nooo", "nooo", ["nooo"]),
  PatternCase("late delivery", "#LateDelivery", ["#LateDelivery"]),
  PatternCase("late delivery", "#late_delivery", ["#late_delivery"]),
  PatternCase("latedelivery", "#latedelivery", ["#latedelivery"]),
  PatternCase("#latedelivery", "#LateDelivery latedelivery", ["#LateDelivery"]),
  PatternCase("delivery again", "#LateDelivery again", ["#LateDelivery again"]),
  PatternCase("my late", "my #LateDelivery", ["my #LateDelivery"]),
  PatternCase("late again", "#LateDelivery again", []),
])
func elongationsAndHashtags(_ item: PatternCase) throws { try item.check() }

@Test(arguments: [
  PatternCase("late", "late parcel; late", ["late"], with: "parcel", scope: "clause"),
  PatternCase("late", "late; parcel", [], with: "parcel", scope: "clause"),
  PatternCase("late", "late; parcel", ["late"], with: "parcel", scope: "sentence"),
  PatternCase("late", "late; parcel", ["late"], with: "parcel"),
  PatternCase("late", "late. A parcel.", [], with: "parcel"),
  PatternCase("late", "late. A parcel.", ["late"], with: "parcel", scope: "record"),
  PatternCase("late", "late x parcel", ["late"], with: "parcel", scope: "2"),
  PatternCase("late", "late x y parcel", [], with: "parcel", scope: "2"),
  PatternCase("late", "parcel x late", ["late"], with: "parcel", scope: "2"),
  PatternCase("late", "late box", ["late"], with: "parcel|box"),
  PatternCase("late", "late box", [], with: "parcel"),
  PatternCase("late", "box of parcel late", ["late"], with: "box <1> parcel"),
  PatternCase("late", "box of my parcel late", [], with: "box <1> parcel"),
  PatternCase(
    "late", "parcel; box the parcel late", ["late"], with: "box <2> parcel", scope: "clause"),
  PatternCase("late", "late early; late", ["late"], unless: "early", scope: "clause"),
  PatternCase("late", "late; early", [], unless: "early", scope: "sentence"),
  PatternCase("late", "late. Early.", ["late"], unless: "early"),
  PatternCase("late", "late. Early.", [], unless: "early", scope: "record"),
  PatternCase("late", "late x early", [], unless: "early", scope: "2"),
  PatternCase("late", "late x y early", ["late"], unless: "early", scope: "2"),
  PatternCase("late", "late parcel", ["late"], with: "parcel", unless: "early"),
  PatternCase("late", "late parcel early", [], with: "parcel", unless: "early"),
  PatternCase("late <1> box", "late box parcel", ["late box"], with: "parcel"),
  PatternCase("late <1> box", "late box parcel", [], unless: "parcel"),
  PatternCase("late", "late as always", [], unless: "late as always"),
  PatternCase("late", "late [x]", ["late"], with: "[x]"),
])
func conditionsInEveryScope(_ item: PatternCase) throws { try item.check() }

/// Rows of several languages against what the text stage may say of a text.
@Test(
  arguments: [
    ("en", [], ["all", "en"]),
    ("de", [], ["all", "de"]),
    ("pt", [], ["all", "pt"]),
    ("pt-BR", [], ["all", "pt", "br"]),
    ("pt-PT", [], ["all", "pt"]),
    ("fr", [], ["all"]),
    ("und", [], ["all"]),
    ("und", ["en", "de"], ["all", "en", "de"]),
    ("und", ["pt", "en", "de"], ["all", "en", "de", "pt"]),
  ] as [(String, [String], [String])])
func languagesOfRows(tag: String, candidates: [String], expected: [String]) throws {
  let finder = try Finder(
    (
      "test.tsv",
      """
      kind\tid\tlang\tpattern
      theme\tall\t*\tword
      theme\ten\ten\tword
      theme\tde\tde\tword
      theme\tpt\tpt\tword
      theme\tbr\tpt-BR\tword
      """
    ))
  var guess = LanguageGuess(tag: LanguageTag(tag), confidence: 5000)
  if candidates.count > 0 { guess.first = LanguageTag(candidates[0]) }
  if candidates.count > 1 { guess.second = LanguageTag(candidates[1]) }
  if candidates.count > 2 { guess.third = LanguageTag(candidates[2]) }
  let names = try finder.find("word", guess).map { found in
    finder.lexicon.catalog.themes[Int(finder.lexicon.rows[Int(found.row)].id)].path
  }
  #expect(names == expected)
}

@Test func aListOfLanguagesServesEach() throws {
  let finder = try Finder(("test.tsv", "kind\tid\tlang\tpattern\ntheme\tt\tde, en\tword"))
  #expect(try finder.strings("word", "en") == ["word"])
  #expect(try finder.strings("word", "de") == ["word"])
  #expect(try finder.strings("word", "fr") == [])
}

@Test func stemsOfOneLanguageDoNotServeAnother() throws {
  let finder = try Finder(("test.tsv", "kind\tid\tlang\tpattern\ntheme\tt\ten\tcancel~"))
  #expect(try finder.strings("cancelled", "en") == ["cancelled"])
  #expect(try finder.strings("cancelled", "de") == [])
}
