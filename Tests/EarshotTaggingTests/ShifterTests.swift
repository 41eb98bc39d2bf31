import Testing

@Test(arguments: [
  ScoreCase("it is good", [3]),
  ScoreCase("it is good and great", [6], hits: [3, 3]),
  ScoreCase("nothing here", [nil]),
  ScoreCase("it is not good", [3 * -0.74]),
  ScoreCase("it is not bad", [-2 * -0.74]),
  // Two negators: 1.
  ScoreCase("nobody is not good", [3]),
  // Three: the nearest one's factor.
  ScoreCase("never has nobody not been good", [3 * -0.74]),
  // One negator of its own factor, and the nearest of three.
  ScoreCase("hardly good", [3 * -0.5], rows: ["negator;;hardly;-0.5"]),
  ScoreCase("not never hardly good", [3 * -0.5], rows: ["negator;;hardly;-0.5"]),
  ScoreCase("hardly not never good", [3 * -0.74], rows: ["negator;;hardly;-0.5"]),
  // Negators after the hit do not reach back.
  ScoreCase("good it is not", [3]),
  // A hit takes the negators since the hit before it; without one, all before it.
  ScoreCase("not good, not rude", [3 * -0.74 + -3 * -0.74], hits: [3 * -0.74, -3 * -0.74]),
  ScoreCase("never good or rude", [(3 - 3) * -0.74], hits: [3 * -0.74, -3 * -0.74]),
  // Out of its clause it has no say.
  ScoreCase("it is not; good", [nil, 3]),
  ScoreCase("it isn't good", [3 * -0.74]),
  ScoreCase("it cannot be good", [3 * -0.74]),
  // `*n't` and `not` in one token are one negator.
  ScoreCase("it isn't good", [3 * -0.74], rows: ["negator;;*n't"]),
  // A hit that holds the negator: it shifts nothing.
  ScoreCase("could not be better", [4], rows: ["sentiment;;could not be better;4"]),
  ScoreCase("couldn't be better", [4], rows: ["sentiment;;could not be better;4"]),
  ScoreCase(
    "couldn't be better or good", [7], rows: ["sentiment;;could not be better;4"], hits: [4, 3]),
  // A negator with a scope of tokens.
  ScoreCase("un x good", [3 * -0.74], rows: ["negator;;un;;2"]),
  ScoreCase("un x x good", [3], rows: ["negator;;un;;2"]),
])
func negators(_ item: ScoreCase) throws { try item.check() }

@Test(arguments: [
  ScoreCase("I don't think it is good", [3 * -0.74]),
  // Over the comma into the complement clause.
  ScoreCase("I do not think, it is good", [nil, 3 * -0.74]),
  ScoreCase("I do not say, it is good", [nil, 3]),
  // The complement's own negator makes two.
  ScoreCase("I do not think, it is not good", [nil, 3]),
  // Not beyond the complement, and not into another sentence.
  ScoreCase("I do not think; it is so; it is good", [nil, nil, 3]),
  ScoreCase("I do not think. It is good.", [nil, 3]),
])
func negatorsCrossAnOpinion(_ item: ScoreCase) throws { try item.check() }

@Test(arguments: [
  ScoreCase("very good", [3 * 1.8]),
  ScoreCase("slightly bad", [-2 * 0.5]),
  // A chain just before the hit: 1.8 x 1.8.
  ScoreCase("very very good", [3 * 1.8 * 1.8]),
  ScoreCase("very, slightly bad", [-2 * 1.8 * 0.5]),
  // Not just before.
  ScoreCase("very much good", [3]),
  // After the hit: within its scope, one token by default.
  ScoreCase("good indeed", [3 * 1.5]),
  ScoreCase("good that is indeed", [3]),
  ScoreCase("good it was by far", [3 * 1.5], rows: ["intensifier;;by far;1.5;3"]),
  ScoreCase("good that it was by far", [3], rows: ["intensifier;;by far;1.5;3"]),
  ScoreCase("good that it really was by far", [3 * 1.5], rows: ["intensifier;;by far;1.5;clause"]),
  // The one between two hits belongs to the one it stands before.
  ScoreCase("good very bad", [3 + -2 * 1.8], hits: [3, -2 * 1.8]),
  ScoreCase("good very very bad", [3 + -2 * 1.8 * 1.8], hits: [3, -2 * 1.8 * 1.8]),
  // Between negator and hit 1 / 1.8; after the hit as it is.
  ScoreCase("not very good", [3 / 1.8 * -0.74]),
  ScoreCase("not very very good", [3 / 1.8 / 1.8 * -0.74]),
  ScoreCase("not good indeed", [3 * 1.5 * -0.74]),
  // Below 1 it stays.
  ScoreCase("not slightly bad", [-2 * 0.5 * -0.74]),
  // Before the negator it is not just before the hit.
  ScoreCase("very not good", [3 * -0.74]),
  // An even number of negators negates nothing.
  ScoreCase("nobody is not very good", [3 * 1.8]),
  // Another clause.
  ScoreCase("very; good", [nil, 3]),
  // Inside the hit it is part of it.
  ScoreCase("very well", [2], rows: ["sentiment;;very well;2"]),
])
func intensifiers(_ item: ScoreCase) throws { try item.check() }

@Test(arguments: [
  ScoreCase("it would be good", [3 * 0.5]),
  ScoreCase("good it would be", [3 * 0.5]),
  // Two: once.
  ScoreCase("it would, would be good", [3 * 0.5]),
  // The smallest: -0.5 < 0 < 0.5.
  ScoreCase("I wish it would be good", [3 * -0.5]),
  // A wish makes no praise of what is a complaint already.
  ScoreCase("I wish it would not be good", [3 * -0.74 * 0.5]),
  // A condition leaves a hit of 0: neutral, not none.
  ScoreCase("if good", [0]),
  ScoreCase("I wish if good", [3 * -0.5]),
  ScoreCase("it would be; good", [nil, 3]),
])
func irrealis(_ item: ScoreCase) throws { try item.check() }

@Test(arguments: [
  ScoreCase("it is GOOD", [3 + 0.733]),
  ScoreCase("it is BAD", [-2 - 0.733]),
  // All capitals: nothing to stand out from.
  ScoreCase("IT IS GOOD", [3]),
  ScoreCase("it is Good", [3]),
  ScoreCase("it is FED UP", [-3 - 0.733]),
  ScoreCase("it is FED up", [-3]),
  // The bonus comes before the factors.
  ScoreCase("it is not GOOD", [(3 + 0.733) * -0.74]),
  ScoreCase("it is VERY good", [3 * 1.8]),
])
func capitals(_ item: ScoreCase) throws { try item.check() }

@Test(arguments: [
  ScoreCase("good!", [3 + 0.292]),
  ScoreCase("bad!", [-2 - 0.292]),
  ScoreCase("good!!!", [3 + 3 * 0.292]),
  ScoreCase("good!!!!", [3 + 4 * 0.292]),
  ScoreCase("good!!!!!!!!", [3 + 4 * 0.292]),
  ScoreCase("nothing!!", [nil]),
  // Cancelled: s = 0 stays 0.
  ScoreCase("good and rude!", [0]),
  // Only where the clause ends.
  ScoreCase("good; bad!", [3, -2 - 0.292]),
  ScoreCase("not good!", [3 * -0.74 - 0.292]),
  // A sum, not each hit: 6 + 0.292.
  ScoreCase("good great!", [6 + 0.292], hits: [3, 3]),
])
func exclamations(_ item: ScoreCase) throws { try item.check() }

@Test(arguments: [
  ScoreCase("good but rude", [3 * 0.5, -3 * 1.5], hits: [1.5, -4.5]),
  ScoreCase("good, but rude", [3 * 0.5, -3 * 1.5]),
  // The clauses before and those after.
  ScoreCase("good; great but rude; bad", [1.5, 1.5, -4.5, -3]),
  // A sentence that begins with it weakens the one before.
  ScoreCase("It was good. But they were rude.", [1.5, -4.5]),
  ScoreCase("Great. It was good. But they were rude.", [3, 1.5, -4.5]),
  ScoreCase("It was good. They were rude but great.", [3, -1.5, 4.5]),
  // Its own weight.
  ScoreCase("good yet rude", [3 * 0.8, -3 * 1.2], rows: ["contrast;turn;yet;0.8"]),
  // Concession: the clause it opens f, the others 2 - f, wherever it stands.
  ScoreCase("good although rude", [4.5, -1.5]),
  ScoreCase("Although rude, it was good", [-1.5, 4.5]),
  ScoreCase("It was bad. Although rude, it was good", [-2, -1.5, 4.5]),
  // The last one wins.
  ScoreCase("good but rude but great", [1.5, -1.5, 4.5]),
  ScoreCase("good but rude although great", [4.5, -4.5, 1.5]),
  // The exclamation bonus comes before contrast.
  ScoreCase("good but rude!", [1.5, (-3 - 0.292) * 1.5]),
  // A contrast word inside a longer hit is none.
  ScoreCase("nothing but praise", [3], rows: ["sentiment;;nothing but praise;3"]),
  // In brackets it opens no clause.
  ScoreCase("the room (small but tidy) was good", [3]),
])
func contrast(_ item: ScoreCase) throws { try item.check() }

@Test(arguments: [
  ScoreCase("is it good?", [0], hits: [0]),
  ScoreCase("why is it bad?", [-2 * 0.5]),
  ScoreCase("why is it not good?", [3 * -0.74 * 0.5]),
  // The last clause asks.
  ScoreCase("it was good; why rude?", [3, -1.5]),
  ScoreCase("it was good, and was it great?", [3, 0]),
  ScoreCase("good？", [0]),
  ScoreCase("good؟", [0]),
  ScoreCase("good?!", [0]),
  ScoreCase("why bad?!", [-2 * 0.5 - 0.292]),
  ScoreCase("Good? It was great.", [0, 3]),
])
func questions(_ item: ScoreCase) throws { try item.check() }

@Test(arguments: [
  ScoreCase("good, bad", [1]),
  ScoreCase("good, and bad", [3, -2]),
  ScoreCase("good and bad", [1]),
  ScoreCase("good, they were bad", [3, -2]),
  ScoreCase("good, now they were bad", [1]),
  ScoreCase("good; bad", [3, -2]),
  ScoreCase("good – bad", [3, -2]),
  ScoreCase("good — bad", [3, -2]),
  ScoreCase("good - bad", [3, -2]),
  ScoreCase("good -- bad", [3, -2]),
  ScoreCase("good-natured bad", [1]),
  // What stands in brackets stays inside.
  ScoreCase("good (they said; bad, and rude) great", [3 - 2 - 3 + 3]),
  ScoreCase("good [a; bad]; rude", [1, -3]),
  ScoreCase("good (a; bad). Rude; great", [1, -3, 3]),
  // A bracket that never closes holds nothing.
  ScoreCase("good (really; bad", [3, -2]),
  ScoreCase("rude :( but good", [-1.5, 4.5]),
  ScoreCase("good.\nBad", [3, -2]),
])
func clauses(_ item: ScoreCase) throws { try item.check() }

@Test(arguments: [
  ScoreCase("it does not work", [-2], hits: [-2]),
  ScoreCase("it doesn't work", [-2]),
  // A hit in the clause: the weight is not used.
  ScoreCase("good that it does not work", [3], hits: [3]),
  // The largest alone.
  ScoreCase("dear and does not work", [-2], hits: [-2]),
  ScoreCase("dear and dear", [-1], hits: [-1]),
  // Shifters apply.
  ScoreCase("very dear", [-1 * 1.8]),
  ScoreCase("not dear", [-1 * -0.74]),
  ScoreCase("would be dear", [-1 * 0.5]),
  ScoreCase("DEAR that is", [-1.733]),
  ScoreCase("dear!", [-1.292]),
  ScoreCase("why so dear?", [-0.5]),
  ScoreCase("good but dear", [1.5, -1.5]),
  // A clause each.
  ScoreCase("dear; good; dear", [-1, 3, -1]),
  // A theme without weight implies nothing.
  ScoreCase("the room", [nil]),
])
func impliedWeights(_ item: ScoreCase) throws { try item.check() }
