package forkmap

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// The measures of a diagram, in pixels.
const (
	rowHeight = 26
	laneWidth = 18
	leftEdge  = 14
	bend      = 11 // how far a line has come down when it has changed lanes
	// maxLanes is how many goroutines run side by side in a diagram; what is
	// more shares the last lane, because nobody can tell so many lines apart.
	maxLanes = 10
)

// A figure is the time line of one function: the function runs down the first
// lane, forks leave it to the right, joins come back.
type figure struct {
	Rows          []row
	Lines         []line
	Width, Height int
	Crowded       bool // some goroutines share the last lane
}

// A row is a source line on which something happens.
type row struct {
	Line  int
	Code  string
	Y     int
	Gap   bool // source lines are left out before this one
	Dots  []dot
	Notes []note
}

// A note says beside a fork's source line what becomes of it.
type note struct {
	Verdict Verdict
	Text    string
	Races   string // how many, "" if none is reported
}

// maxNotes is how many notes a row has room for.
const maxNotes = 3

type dot struct {
	X, Y    int
	Verdict Verdict
	Join    bool
}

// A line is one goroutine in the diagram.
type line struct {
	Path    string // in the language of SVG
	Verdict Verdict
	Fork    *Fork
	Tip     tip
}

// A tip is how a line ends that does not come back.
type tip struct {
	Kind string // "", "arrow" (somebody else joins it), "cross" (it is lost), "open" (it goes on)
	X, Y int
}

// draw lays a function out.
func draw(fn Function, source []string) figure {
	d := &drawing{fn: fn, rowOf: map[int]int{}}
	d.rows(source)
	d.lanes()
	d.lines()
	d.fig.Height = len(d.fig.Rows) * rowHeight
	return d.fig
}

type drawing struct {
	fn    Function
	fig   figure
	rowOf map[int]int // source line to row
	spans []span
}

// A span is the part of the diagram over which a goroutine runs.
type span struct {
	fork     *Fork
	from, to int // rows
	lane     int
	back     bool // it is joined in the last row
	parent   int  // the span of the goroutine that forks it, or -1
}

// rows finds the source lines on which something happens.
func (d *drawing) rows(source []string) {
	lines := []int{d.fn.Start.Line, d.fn.End.Line}
	for _, f := range d.fn.Forks {
		lines = append(lines, f.Pos.Line)
		for _, j := range f.Joins {
			if l := d.joinLine(f, j); l > 0 {
				lines = append(lines, l)
			}
		}
		for _, r := range f.Returns {
			if f.Verdict == Missing || f.Verdict == Partial {
				lines = append(lines, d.here(r))
			}
		}
		for _, s := range f.Shares {
			if s.Race && s.At != nil {
				lines = append(lines, d.here(s.Pos), d.here(*s.At))
			}
		}
	}
	slices.Sort(lines)
	lines = slices.DeleteFunc(slices.Compact(lines), func(l int) bool { return l == 0 })
	for i, l := range lines {
		r := row{Line: l, Y: i*rowHeight + rowHeight/2, Gap: i > 0 && lines[i-1] != l-1}
		if l <= len(source) {
			r.Code = strings.TrimSpace(source[l-1])
		}
		d.rowOf[l] = i
		d.fig.Rows = append(d.fig.Rows, r)
	}
}

// here is the line of a position in the function, 0 for any other.
func (d *drawing) here(p Pos) int {
	if p.File != d.fn.Start.File || p.Line < d.fn.Start.Line || p.Line > d.fn.End.Line {
		return 0
	}
	return p.Line
}

// joinLine is the line of the function on which it joins, 0 if others do.
func (d *drawing) joinLine(f *Fork, j Join) int {
	if j.By != "" && j.In != d.fn.Name {
		return 0
	}
	if l := d.here(j.Pos); l > 0 {
		return l
	}
	if j.Via != nil {
		return d.here(*j.Via)
	}
	return 0
}

// lanes gives each goroutine the leftmost lane that is free while it runs.
func (d *drawing) lanes() {
	for _, f := range d.fn.Forks {
		s := span{fork: f, from: d.rowOf[f.Pos.Line], to: len(d.fig.Rows) - 1, parent: -1}
		for _, j := range f.Joins {
			if l := d.joinLine(f, j); l > 0 && f.Verdict != Missing {
				s.back = true // a deferred join stands before the fork, and comes at the end
				if r := d.rowOf[l]; r > s.from {
					s.to = r
				}
			}
		}
		s.back = s.back && s.to > s.from
		if f.Verdict == Missing {
			s.to = d.lostAt(f, s)
		}
		for i := range d.spans {
			if f.Inside != nil && d.spans[i].fork.Pos == *f.Inside {
				s.parent = i
			}
		}
		d.spans = append(d.spans, s)
	}
	order := make([]int, len(d.spans))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(d.spans[a].from, d.spans[b].from) })
	var busy []int // per lane: the last row in use
	for _, i := range order {
		s := &d.spans[i]
		lane := slices.IndexFunc(busy, func(until int) bool { return until < s.from })
		if s.parent >= 0 && lane >= 0 && lane+1 < d.spans[s.parent].lane {
			lane = slices.IndexFunc(busy, func(until int) bool { return until < s.from && slices.Index(busy, until) >= d.spans[s.parent].lane })
		}
		switch {
		case lane >= 0:
			busy[lane] = s.to
		case len(busy) < maxLanes:
			lane = len(busy)
			busy = append(busy, s.to)
		default:
			lane = maxLanes - 1
			busy[lane] = max(busy[lane], s.to)
			d.fig.Crowded = true
		}
		s.lane = lane + 1
	}
	d.fig.Width = leftEdge + (len(busy)+1)*laneWidth
}

// lostAt is the row of the first return after the fork that does not wait.
func (d *drawing) lostAt(f *Fork, s span) int {
	at := s.to
	for _, r := range f.Returns {
		if k, ok := d.rowOf[d.here(r)]; ok && k > s.from {
			at = min(at, k)
		}
	}
	return at
}

func laneX(lane int) int { return leftEdge + lane*laneWidth }

// lines draws the goroutines.
func (d *drawing) lines() {
	for i := range d.spans {
		s := &d.spans[i]
		from := 0
		if s.parent >= 0 {
			from = d.spans[s.parent].lane
		}
		x, x0 := laneX(s.lane), laneX(from)
		y0, y1 := d.fig.Rows[s.from].Y, d.fig.Rows[s.to].Y
		l := line{Verdict: s.fork.Verdict, Fork: s.fork}
		l.Path = fmt.Sprintf("M%d %dC%d %d %d %d %d %d", x0, y0, x, y0, x, y0, x, y0+bend)
		switch {
		case s.back:
			l.Path += fmt.Sprintf("V%dC%d %d %d %d %d %d", y1-bend, x, y1, x, y1, laneX(0), y1)
			d.dot(s.to, dot{laneX(0), y1, s.fork.Verdict, true})
		default:
			l.Tip = tip{X: x, Y: max(y1, y0+bend)}
			switch s.fork.Verdict {
			case Missing:
				l.Tip.Kind = "cross"
			case Owned, Joined:
				l.Tip.Kind = "arrow"
			default:
				l.Tip.Kind = "open"
			}
			l.Path += fmt.Sprintf("V%d", l.Tip.Y)
		}
		d.fig.Lines = append(d.fig.Lines, l)
		d.dot(s.from, dot{x0, y0, s.fork.Verdict, false})
		if r := &d.fig.Rows[s.from]; len(r.Notes) < maxNotes {
			n := note{Verdict: s.fork.Verdict, Text: s.fork.note()}
			if races := s.fork.Races(); races > 0 {
				n.Races = plural(races, "race")
			}
			r.Notes = append(r.Notes, n)
		}
	}
}

func (d *drawing) dot(r int, x dot) {
	d.fig.Rows[r].Dots = append(d.fig.Rows[r].Dots, x)
}

// note says in a few words what becomes of the fork.
func (f *Fork) note() string {
	var by []string
	for _, j := range f.Joins {
		name := j.In
		if name == "" {
			name = j.By
		}
		if j.By != "" && !slices.Contains(by, name) {
			by = append(by, name)
		}
	}
	text := string(f.Verdict)
	if f.Verdict == Owned && len(by) > 0 {
		text += " by " + by[0]
		if len(by) > 1 {
			text += fmt.Sprintf(" and %d more", len(by)-1)
		}
	}
	if f.Verdict == Joined && len(f.Joins) > 0 {
		text += fmt.Sprintf(", line %d", f.Joins[len(f.Joins)-1].Pos.Line)
	}
	return text
}

// Races counts the variables of the fork for which a rule reports a race.
func (f *Fork) Races() int {
	n := 0
	for _, s := range f.Shares {
		if s.Race {
			n++
		}
	}
	return n
}
