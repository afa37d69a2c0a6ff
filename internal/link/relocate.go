package link

import (
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/event"
)

// here gives a graph of another package the position of the call through which
// it runs; a graph of this package keeps its own positions.
func (l *Linker) here(g *Graph, pos event.Pos) *Graph {
	if g == nil || !g.foreign || pos == event.Elsewhere {
		return g
	}
	return relocate(g, pos)
}

func relocate(g *Graph, pos event.Pos) *Graph {
	at := func(p *event.Pos) {
		if *p == event.Elsewhere {
			*p = pos
		}
	}
	events := func(list []event.Event) []event.Event {
		list = slices.Clone(list)
		for i := range list {
			at(&list[i].Pos)
			at(&list[i].Via)
		}
		return list
	}
	c := *g
	at(&c.Pos)
	c.Blocks = slices.Clone(g.Blocks)
	for i := range c.Blocks {
		at(&c.Blocks[i].RetPos)
		at(&c.Blocks[i].SelPos)
		c.Blocks[i].Events = events(c.Blocks[i].Events)
	}
	c.Sites = slices.Clone(g.Sites)
	for i := range c.Sites {
		s := &c.Sites[i]
		s.Foreign = s.Foreign || s.Pos == event.Elsewhere
		at(&s.Pos)
		s.Effects = events(s.Effects)
		if s.Task != nil {
			s.Task = relocate(s.Task, pos)
		}
	}
	return &c
}
