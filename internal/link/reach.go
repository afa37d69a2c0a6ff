package link

import (
	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/flow"
)

// Reaches reports whether control can get from the start of the graph to a block of some
// kind, itself included, through certain blocks and along certain edges; nil is all of them.
func (g *Graph) Reaches(kind func(b *event.Block) bool, through func(b int32) bool, along func(e event.Edge) bool) bool {
	if through != nil && !through(0) {
		return false
	}
	found := false
	flow.Reach(len(g.Blocks), 0, func(b int32, goOn func(int32)) {
		found = found || kind(&g.Blocks[b])
		for _, e := range g.Blocks[b].Succs {
			if (along == nil || along(e)) && (through == nil || through(e.To)) {
				goOn(e.To)
			}
		}
	})
	return found
}

// ReturnsBy is Reaches for the returns.
func (g *Graph) ReturnsBy(through func(b int32) bool, along func(e event.Edge) bool) bool {
	return g.Reaches(func(b *event.Block) bool { return b.Return }, through, along)
}

// returns reports whether control can reach a return.
func (g *Graph) returns() bool { return g.ReturnsBy(nil, nil) }
