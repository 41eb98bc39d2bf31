/// Words before a number that say what it is: `Tel. 555 1234`, `order 123456789`.
///
/// They are part of the number rules, like currency signs, and no lexicon: they never touch an
/// analysis, only what a shape that means nothing alone is taken for.
struct CueWords: Sendable {
  enum Meaning: UInt8, Sendable {
    /// No word that says anything.
    case none
    /// A telephone number follows.
    case phone
    /// The number of a thing follows: an order, a ticket, an article.
    case thing
    /// A payment card follows.
    case card
    /// An Icelandic kennitala, or another personal number, follows.
    case person
    /// A United States social security number follows.
    case socialSecurity
    /// A version follows.
    case version
  }

  /// How far back a word may stand, in bytes and in words.
  private static let reach = 48
  private static let furthest = 4

  /// Hashes of the words in order, with their meanings beside them.
  private let hashes: [UInt64]
  private let meanings: [Meaning]

  init() {
    var entries: [(UInt64, Meaning)] = []
    for (meaning, words) in Self.spaced {
      var start = 0
      let count = words.utf8CodeUnitCount
      for index in 0...count {
        // index < count is tested first; start <= index <= count.
        guard index == count || (unsafe words.utf8Start[index]) == Byte.space else { continue }
        let word = unsafe UnsafeRawBufferPointer(
          start: words.utf8Start + start, count: index - start)
        let window = unsafe TextWindow(word, from: 0, to: word.count)
        entries.append((Self.hash(from: 0, to: word.count, in: window), meaning))
        start = index + 1
      }
    }
    entries.sort { $0.0 < $1.0 }
    hashes = entries.map(\.0)
    meanings = entries.map(\.1)
  }

  /// What the nearest telling word before `index` says. Words are not looked for across a bracket
  /// (a mask is no word) nor beyond other digits.
  func before(_ index: Int, in window: TextWindow) -> Meaning {
    let floor = max(window.lower, index - Self.reach)
    var index = index
    for _ in 0..<Self.furthest {
      while index > floor, !Self.isWord(window[index - 1]) {
        let byte = window[index - 1]
        if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "]") { return .none }
        index -= 1
      }
      let stop = index
      while index > floor, Self.isWord(window[index - 1]) {
        if Byte.isDigit(window[index - 1]) { return .none }
        index -= 1
      }
      guard stop > index else { return .none }
      if window[stop - 1] >= 0x80, Self.mentionsPhone(from: index, to: stop, in: window) {
        return .phone
      }
      // A word cut off by the floor cannot be known.
      if index == floor, floor > window.lower, Self.isWord(window[index - 1]) { return .none }
      let meaning = meaning(from: index, to: stop, in: window)
      if meaning != .none { return meaning }
    }
    return .none
  }

  /// What a single word says.
  private func meaning(from start: Int, to stop: Int, in window: TextWindow) -> Meaning {
    let hash = Self.hash(from: start, to: stop, in: window)
    var low = 0
    var high = hashes.count
    while low < high {
      let middle = (low + high) / 2
      if hashes[middle] < hash { low = middle + 1 } else { high = middle }
    }
    return low < hashes.count && hashes[low] == hash ? meanings[low] : .none
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    Byte.isAlphanumeric(byte) || byte >= 0x80
  }

  /// FNV-1a over the bytes, with ASCII, Latin-1 and basic Cyrillic capitals made small.
  private static func hash(from start: Int, to stop: Int, in window: TextWindow) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in start..<stop {
      hash = (hash ^ UInt64(folded(at: index, in: window))) &* 0x0000_0100_0000_01B3
    }
    return hash
  }

  private static func folded(at index: Int, in window: TextWindow) -> UInt8 {
    let byte = window[index]
    guard byte >= 0x80 else { return Byte.folded(byte) }
    let before = window[index - 1]
    if before == 0xC3, (0x80...0x9E).contains(byte) { return byte + 0x20 }
    // U+0410 to U+041F stay below the lead 0xD0; U+0420 to U+042F move on to 0xD1.
    if before == 0xD0, (0x90...0x9F).contains(byte) { return byte + 0x20 }
    if before == 0xD0, (0xA0...0xAF).contains(byte) { return byte - 0x20 }
    if byte == 0xD0, (0xA0...0xAF).contains(window[index + 1]) { return 0xD1 }
    return byte
  }

  /// Whether a run without blanks ends in or holds a word for telephone, in scripts that are
  /// written so or join particles to words.
  private static func mentionsPhone(from start: Int, to stop: Int, in window: TextWindow) -> Bool {
    unspaced.contains { word in
      let length = word.utf8CodeUnitCount
      guard stop - start >= length else { return false }
      return (start...(stop - length)).contains {
        window.holds(word, from: $0, to: $0 + length)
      }
    }
  }

  private static let unspaced: [StaticString] = [
    "電話", "电话", "手机", "携帯", "โทร", "เบอร์", "มือถือ", "전화", "연락처", "핸드폰", "טלפון", "נייד",
    "هاتف", "جوال", "تلفون", "موبایل", "تلفن", "फोन", "फ़ोन", "मोबाइल",
  ]

  private static let spaced: [(Meaning, StaticString)] = [
    (
      .phone,
      """
      phone telephone tel cell cellphone mobile mob fax desk call called calling ring rang dial \
      text sms whatsapp viber message messages answering reach hotline landline contact \
      sími síma símann simi símanúmer símanúmerið farsími gsm hringja hringdu hringið hringdi \
      tlf tlph telefon telefonnummer mobil mobilnummer handy rufnummer anrufen festnetz ring \
      ringa puh puhelin puhelinnumero soita numero matkapuhelin téléphone tél appelez appeler \
      portable teléfono telefono móvil movil celular llamar llame telefone telemóvel ligar ligue \
      cellulare chiamare chiamate bellen bel gsm mobiel telefoon telefoonnummer telefonszám \
      telefono sunați suna telefonul mobilul тел телефон телефону звоните звонить моб \
      telepon telp hp hubungi wa đt sđt điện thoại
      """
    ),
    (
      .thing,
      """
      order orders ordernumber invoice invoices reference ref ticket case tracking booking \
      reservation confirmation account acct customer member policy serial model item sku part \
      article isbn ean upc barcode product zip postcode pöntun pöntunarnúmer pöntunar reikningur \
      reikningsnúmer bókun bókunarnúmer tilvísun vörunúmer ordre ordrenummer ordrenr faktura \
      fakturanummer beställning beställningsnummer ordernummer bokningsnummer varenummer \
      bestilling tilaus tilausnumero tilauksen lasku bestellung bestellnummer bestellnr \
      auftragsnummer rechnung rechnungsnummer kundennummer artikelnummer commande facture \
      référence dossier pedido factura referencia encomenda ordine fattura bestelling factuur \
      rendelés comanda factura заказ заказа pesanan resi
      """
    ),
    (
      .person,
      """
      kt kennitala kennitalan kennitölu kennitalu kennitölur ktala cpr cprnr cprnummer \
      personnummer personnr pnr fødselsnummer fødselsnr fnr hetu henkilötunnus henkilötunnukseni
      """
    ),
    (
      .card,
      """
      card cards cc creditcard visa mastercard amex maestro kort kortanúmer kortanúmerið \
      kreditkort kortnummer karte kreditkarte tarjeta carte cartão carta карта карты картой
      """
    ),
    (.socialSecurity, "ssn social security"),
    (.version, "v ver version versions build firmware release update útgáfa versjon versio"),
  ]
}
