internal import EarshotModel

/// What a column of an input means: the names left of `=` in a column map.
package enum Target: UInt8, Sendable, CaseIterable {
  case text, title, id, time, rating, author, customer, contact, stage, constituency, channel
  case weight, lang, segment, kind

  package var name: String { "\(self)" }

  /// Whether several columns may have this meaning in one record.
  var mayRepeat: Bool { self == .text || self == .title || self == .segment }

  /// Whether the column holds text that is analysed.
  var isText: Bool { self == .text || self == .title }

  /// Column names that are recognised without a map, the first that holds a value counts. Letters
  /// match in either case; blanks, `_` and `-` in a column's name don't matter.
  var recognisedNames: [String] {
    switch self {
    case .text:
      [
        "text", "comment", "review", "body", "message", "feedback", "verbatim", "content",
        "review_text", "comment_text", "review_body", "feedback_text", "answer", "response",
        "comments", "description", "full_text",
      ]
    case .title: ["title", "subject", "headline", "summary", "review_title"]
    case .id:
      [
        "id", "record_id", "review_id", "comment_id", "feedback_id", "response_id", "ticket_id",
        "case_id", "message_id", "uuid",
      ]
    case .time:
      [
        "created_at", "date", "timestamp", "time", "submitted_at", "created", "datetime",
        "review_date", "comment_date", "published_at", "created_date", "posted_at", "submit_date",
        "end_date",
      ]
    case .rating:
      [
        "rating", "stars", "score", "nps", "nps_score", "csat", "csat_score", "star_rating",
        "review_rating", "overall_rating", "overall", "satisfaction",
      ]
    case .author: ["author", "user", "user_name", "name", "reviewer", "author_name"]
    case .customer:
      ["customer", "customer_id", "account", "account_id", "user_id", "client_id", "member_id"]
    case .contact: ["email", "e_mail", "email_address", "phone", "contact"]
    case .stage: ["stage", "lifecycle_stage", "lifecycle"]
    case .constituency: ["constituency", "audience"]
    case .channel: ["channel", "source", "platform"]
    case .weight: ["weight", "sample_weight"]
    case .lang: ["lang", "language", "locale"]
    case .segment: ["country", "plan", "product", "region", "segment"]
    case .kind: ["kind"]
    }
  }
}
