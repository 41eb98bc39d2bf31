import CLexiconData
import EarshotText
import Testing

@Suite struct LanguageIdentifierTests {
  let identifier: LanguageIdentifier

  /// The embedded model lives as long as the process.
  static var modelBytes: UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(
      start: earshot_language_model().bytes, count: Int(earshot_language_model().count))
  }

  init() throws {
    identifier = try unsafe LanguageIdentifier(model: Self.modelBytes)
  }

  func guess(_ text: String) -> LanguagePosterior { guess(Array(text.utf8)) }

  func guess(_ bytes: [UInt8]) -> LanguagePosterior {
    unsafe bytes.withUnsafeBytes { unsafe identifier.identify($0) }
  }

  func tag(_ text: String) -> String {
    guess(text).language.map { LanguageIdentifier.languages[Int($0)] } ?? "und"
  }

  static let sentences: [(String, [String])] = [
    (
      "en",
      [
        "bad app", "The checkout keeps freezing on my tablet",
        "Our waiter was lovely and the soup was hot",
      ]
    ),
    (
      "is",
      [
        "ekki gott", "Kassinn var lokaður þegar við komum",
        "Ég er sáttur við nýja símann minn", "Af hverju svarar enginn póstinum?",
      ]
    ),
    (
      "de",
      [
        "Der Akku hält keinen halben Tag", "Wir wurden sehr nett beraten",
        "Leider ist das Paket nie angekommen",
      ]
    ),
    (
      "fr",
      [
        "La batterie ne tient pas une journée", "Nous avons été très bien conseillés",
        "Le colis n'est jamais arrivé",
      ]
    ),
    (
      "es",
      [
        "el servicio no es bueno", "La batería no dura ni medio día",
        "Por desgracia el paquete nunca llegó",
      ]
    ),
    (
      "it",
      [
        "La batteria non dura mezza giornata", "Ci hanno consigliato molto bene",
        "Purtroppo il pacco non è mai arrivato",
      ]
    ),
    (
      "pt",
      [
        "A bateria não dura nem meio dia", "Fomos muito bem atendidos na loja",
        "Infelizmente o pacote nunca chegou",
      ]
    ),
    (
      "nl",
      [
        "De batterij gaat nog geen halve dag mee", "We zijn heel vriendelijk geholpen",
        "Helaas is het pakje nooit aangekomen",
      ]
    ),
    (
      "da",
      [
        "Batteriet holder ikke en halv dag", "Vi fik rigtig god hjælp i butikken",
        "Desværre er pakken aldrig dukket op",
      ]
    ),
    (
      "sv",
      [
        "Batteriet räcker inte en halv dag", "Vi fick väldigt bra hjälp i butiken",
        "Tyvärr kom paketet aldrig fram",
      ]
    ),
    (
      "nb",
      [
        "Ikke bra", "Jeg ringte butikken, men de ville ikke hjelpe meg",
        "Pakken har dessverre ikke kommet ennå",
      ]
    ),
    (
      "nn",
      [
        "Eg veit ikkje kvifor pakka aldri kom fram", "Me fekk god hjelp av ei hyggeleg jente",
        "Det var ikkje noko særleg denne gongen",
      ]
    ),
    (
      "fi",
      [
        "Akku ei kestä edes puolta päivää", "Saimme kaupassa todella hyvää apua",
        "Paketti ei valitettavasti koskaan saapunut",
      ]
    ),
    (
      "fo",
      [
        "Eg veit ikki, hví pakkin ikki er komin", "Vit fingu sera góða hjálp í handlinum",
        "Tað er ov kalt í rúminum hjá okkum",
      ]
    ),
    (
      "pl",
      [
        "Bateria nie wytrzymuje pół dnia", "Bardzo dobrze nam doradzono",
        "Niestety paczka nigdy nie dotarła",
      ]
    ),
    (
      "cs",
      [
        "Baterka nevydrží ani půl dne", "V obchodě nám moc pomohli",
        "Balík bohužel nikdy nedorazil",
      ]
    ),
    (
      "sk",
      [
        "Batéria nevydrží ani pol dňa", "V obchode nám veľmi pomohli",
        "Balík bohužiaľ nikdy neprišiel",
      ]
    ),
    (
      "hu",
      [
        "Az akkumulátor fél napig sem bírja", "Nagyon kedvesen segítettek a boltban",
        "Sajnos a csomag sosem érkezett meg",
      ]
    ),
    (
      "ro",
      [
        "Bateria nu ține nici jumătate de zi", "Am fost ajutați foarte bine în magazin",
        "Din păcate coletul nu a ajuns niciodată",
      ]
    ),
    (
      "ru",
      [
        "Батарея не держит и половины дня", "Нам очень помогли в магазине",
        "К сожалению, посылка так и не пришла",
      ]
    ),
    (
      "uk",
      [
        "Батарея не тримає й половини дня", "Нам дуже допомогли в крамниці",
        "На жаль, посилка так і не прийшла",
      ]
    ),
    ("el", ["πολύ καλό", "Η μπαταρία δεν κρατάει", "Δυστυχώς το πακέτο δεν ήρθε"]),
    (
      "tr",
      [
        "Pil yarım gün bile dayanmıyor", "Mağazada bize çok yardımcı oldular",
        "Maalesef paket hiç gelmedi",
      ]
    ),
    ("ar", ["البطارية لا تدوم نصف يوم", "ساعدونا كثيرا في المتجر", "للأسف لم يصل الطرد"]),
    ("he", ["לא טוב", "הסוללה לא מחזיקה חצי יום", "לצערי החבילה לא הגיעה"]),
    ("fa", ["باتری نصف روز هم دوام نمی‌آورد", "در فروشگاه خیلی کمک کردند", "متأسفانه بسته نرسید"]),
    ("hi", ["अच्छा नहीं है", "बैटरी आधा दिन भी नहीं चलती", "पैकेट कभी नहीं आया"]),
    ("zh", ["不好用", "电池半天都撑不住", "店员很热情，帮了我们很多"]),
    ("ja", ["よくない", "バッテリーが半日もちません", "荷物が届かなかった"]),
    ("ko", ["별로예요", "배터리가 반나절도 못 가요", "소포가 오지 않았어요"]),
    ("th", ["ไม่ดี", "แบตเตอรี่อยู่ได้ไม่ถึงครึ่งวัน", "พัสดุไม่มาเลย"]),
    (
      "vi",
      [
        "Pin không dùng được nửa ngày", "Chúng tôi được giúp đỡ rất nhiều",
        "Tiếc là gói hàng không đến",
      ]
    ),
    (
      "id",
      [
        "Baterainya tidak tahan setengah hari", "Kami dibantu dengan baik sekali di toko",
        "Sayangnya paketnya nggak pernah sampai",
      ]
    ),
    (
      "ms",
      [
        "Jangan beli di kedai ini kerana mereka tidak bertanggungjawab",
        "Kakitangan kedai itu sangat membantu kami",
        "Malangnya bungkusan itu tak pernah sampai, saya nak duit saya balik",
      ]
    ),
    (
      "ca",
      [
        "La bateria no aguanta ni mig dia", "Ens van ajudar molt bé a la botiga",
        "Malauradament el paquet no va arribar mai",
      ]
    ),
    (
      "gl",
      [
        "A batería non aguanta nin medio día", "Axudáronnos moi ben na tenda",
        "Por desgraza o paquete nunca chegou ata a miña casa",
      ]
    ),
    (
      "et",
      [
        "Aku ei kesta poolt päevagi", "Meid aidati poes väga hästi",
        "Kahjuks pakk ei jõudnudki kohale",
      ]
    ),
    (
      "bg",
      [
        "Батерията не издържа и половин ден", "Много ни помогнаха в магазина",
        "За съжаление пратката така и не дойде",
      ]
    ),
  ]

  @Test(arguments: sentences)
  func `names the language of short sentences`(language: String, texts: [String]) {
    #expect(texts.count >= 3)
    for text in texts {
      #expect(tag(text) == language, "\(text): \(guess(text))")
    }
  }

  @Test(arguments: [
    "", " ", "\n\t", "12345", "+354 555 1234", "100%!!!", "👍", "🔥🔥🔥 ❤️",
    "https://example.com/a/bad-app",
    "www.example.com", "@earshot", "@first_user @second", "#fail", "anna@example.com", "¯\\_(ツ)_/¯",
    ":) :-( ;D",
    "সেবা ভালো না", "სერვისი ცუდია",
  ])
  func `texts without words of a known language are undetermined`(text: String) {
    #expect(tag(text) == "und", "\(guess(text))")
  }

  @Test func `tags are unique and the promised ones come first`() {
    let languages = LanguageIdentifier.languages
    #expect(Set(languages).count == languages.count)
    #expect(languages.count >= 38 && languages.count < 255)
    #expect(languages.prefix(2) == ["en", "is"])
  }

  @Test(arguments: [
    ("Mjög gott https://example.com/the/best/of/the/best", "is"),
    ("@theofficialshop það er ekki hægt að skrá sig inn #fail", "is"),
    ("EKKI GOTT, ÞETTA ER ALLT OF DÝRT", "is"),
    ("iPhone 很好用", "zh"), ("Samsung Galaxy отличный телефон", "ru"),
    ("soooooo gooooood, I loooove it", "en"), ("👍👍 sehr gut 👍", "de"),
  ])
  func `addresses, names, case, stretching and emoji do not mislead`(text: String, language: String)
  {
    #expect(tag(text) == language, "\(guess(text))")
  }

  @Test func `candidates are best first, above the threshold, and agree with the language`() {
    var random = SeededGenerator(state: 7)
    let texts: [String] = Self.sentences.flatMap(\.1)
    let words: [Substring] = texts.flatMap { (text: String) in text.split(separator: " ") }
    for _ in 0..<2_000 {
      let count = Int.random(in: 1...4, using: &random)
      let text = (0..<count).map { _ in words.randomElement(using: &random) ?? "" }
        .joined(separator: " ")
      let found = guess(text)
      let list = (0..<found.candidates.count).map { found.candidates[$0] }
      #expect(list.map(\.posterior) == list.map(\.posterior).sorted(by: >))
      #expect(list.allSatisfy { $0.posterior >= LanguageIdentifier.candidateThreshold })
      #expect(list.reduce(0) { $0 + $1.posterior } <= 1.001)
      #expect(Set(list.map(\.language)).count == list.count)
      if let language = found.language {
        #expect(list.first?.language == language)
        #expect(found.confidence >= LanguageIdentifier.decisionThreshold)
      }
    }
  }

  @Test func `arbitrary code points neither crash nor change between calls`() {
    var random = SeededGenerator(state: 1)
    let starts: [UInt32] = [
      0x20, 0x40, 0xC0, 0x2B0, 0x370, 0x400, 0x5D0, 0x620, 0x900, 0xE00, 0x1E00, 0x2000, 0x3040,
      0x4E00, 0xAC00, 0xFB00, 0xFE00, 0xFF00, 0x1F600, 0x20000, 0x10FFF0,
    ]
    for _ in 0..<3_000 {
      var text = ""
      let start = starts.randomElement(using: &random) ?? 0
      for _ in 0..<Int.random(in: 0...900, using: &random) {
        let block = Bool.random(using: &random) ? start : starts.randomElement(using: &random) ?? 0
        let point = block + UInt32.random(in: 0..<0x60, using: &random)
        text.unicodeScalars.append(Unicode.Scalar(point) ?? " ")
      }
      #expect(guess(text) == guess(text))
    }
  }

  @Test func `arbitrary bytes do not crash`() {
    var random = SeededGenerator(state: 2)
    for _ in 0..<5_000 {
      let bytes = (0..<Int.random(in: 0...300, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
      let found = guess(bytes)
      #expect(found.confidence >= 0 && found.confidence <= 1)
    }
  }

  @Test func `every prefix of a text is read within its bounds`() {
    let bytes = Array("Þetta är 很好 очень www.a.is x@y.is https://b ไม่ดี 👍🏽 ع".utf8)
    for end in 0...bytes.count {
      #expect(guess(Array(bytes[..<end])).confidence <= 1)
    }
  }

  @Test func `what follows the first letters of a long text is not read`() {
    let start = String(repeating: "Þetta er alveg frábær þjónusta. ", count: 40)
    #expect(guess(start) == guess(start + String(repeating: "the service was bad ", count: 500)))
  }

  @Test func `a damaged model is refused`() {
    let bytes = unsafe Array(Self.modelBytes)
    func load(_ change: (inout [UInt8]) -> Void) throws(LanguageModelError) {
      var copy = bytes
      change(&copy)
      let words = copy.count / 4 + 1
      let storage = UnsafeMutableRawBufferPointer.allocate(byteCount: 4 * words, alignment: 32)
      defer { unsafe storage.deallocate() }
      unsafe storage.copyBytes(from: copy)
      _ = try unsafe LanguageIdentifier(
        model: UnsafeRawBufferPointer(rebasing: storage[0..<copy.count]))
    }
    #expect(throws: Never.self) { try load { _ in } }
    #expect(throws: LanguageModelError.wrongFormat) { try load { $0[0] = 0 } }
    #expect(throws: LanguageModelError.outOfRange(at: 12)) { try load { $0[12] = 3 } }
    #expect(throws: LanguageModelError.outOfRange(at: 96)) { try load { $0[96] = 200 } }
    #expect(throws: LanguageModelError.truncated(expected: 352, found: 10)) {
      try load { $0.removeLast($0.count - 10) }
    }
    #expect(throws: LanguageModelError.self) { try load { $0.removeLast() } }
  }
}

/// SplitMix64: the same texts on every run.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
