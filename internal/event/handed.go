package event

// Handed gathers the roots that code out of sight gets hold of in the blocks: what
// escapes, and what is stored in that. When what is stored there is told no
// longer, because nobody can name the variable, it has escaped all the same.
func (s *Space) Handed(into map[Loc]bool, blocks []Block) {
	for changed := true; changed; {
		changed = false
		for i := range blocks {
			for j := range blocks[i].Events {
				e := &blocks[i].Events[j]
				var got Loc
				switch {
				case e.Kind == Escape && !e.Has(Implied):
					got = s.RootLoc(e.Loc)
				case e.Kind == Bind && e.Val != NoLoc && into[s.RootLoc(e.Loc)]:
					got = s.RootLoc(e.Val)
				}
				if got != NoLoc && !into[got] {
					into[got], changed = true, true
				}
			}
		}
	}
}

// AsEscape is a Bind to a variable of which only code out of sight knows.
func (e Event) AsEscape() Event {
	return Event{Kind: Escape, Op: OpServe, Loc: e.Val, Pos: e.Pos, Via: e.Via}
}
