package forkmap

import (
	"fmt"
	"io"
	"strings"
)

// colors are those of the graphs, one for each verdict; they can be told apart
// on white and on black. The label says the verdict, too.
var colors = map[Verdict]string{
	Joined: "#2e8b57", Owned: "#3a7bd5", Partial: "#c98a00", Daemon: "#8a5cd6",
	Detached: "#7a8190", Missing: "#d43d3d", Unknown: "#9a9a9a",
}

// DOT writes the map as a graph for Graphviz: functions are boxes, goroutines
// are ellipses; a solid edge forks, a dashed edge joins.
func (m *Map) DOT(w io.Writer) error {
	var b strings.Builder
	b.WriteString("digraph forks {\n\trankdir=LR;\n\tnode [fontname=\"sans-serif\", fontsize=11];\n\tedge [fontname=\"sans-serif\", fontsize=9];\n")
	owners := map[string]string{}
	for i, fn := range m.Functions() {
		fmt.Fprintf(&b, "\tf%d [shape=box, label=%s];\n", i, dotString(fn.Name+"\n"+place(fn.Start)))
		for k, f := range fn.Forks {
			id, color := fmt.Sprintf("f%dg%d", i, k), colors[f.Verdict]
			fmt.Fprintf(&b, "\t%s [shape=ellipse, color=\"%s\", label=%s];\n", id, color, dotString(f.Title()+"\n"+string(f.Verdict)))
			fmt.Fprintf(&b, "\t%s -> %s [label=%s];\n", parentID(fn, i, f), id, dotString(fmt.Sprintf("line %d", f.Pos.Line)))
			for _, j := range f.Joins {
				to := fmt.Sprintf("f%d", i)
				if j.By != "" && j.In != fn.Name {
					to = owner(&b, owners, j)
				}
				fmt.Fprintf(&b, "\t%s -> %s [style=dashed, color=\"%s\", label=%s];\n", id, to, color, dotString(fmt.Sprintf("%s, line %d", j.Op, j.Pos.Line)))
			}
		}
	}
	b.WriteString("}\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// parentID is the node that forks f: the function, or another goroutine.
func parentID(fn Function, i int, f *Fork) string {
	if f.Inside != nil {
		for k, g := range fn.Forks {
			if g.Pos == *f.Inside {
				return fmt.Sprintf("f%dg%d", i, k)
			}
		}
	}
	return fmt.Sprintf("f%d", i)
}

// owner names the node of another function that joins, and writes it once.
func owner(b *strings.Builder, seen map[string]string, j Join) string {
	name := j.In
	if name == "" {
		name = j.By
	}
	key := j.Pos.File + "\n" + name
	if seen[key] == "" {
		seen[key] = fmt.Sprintf("o%d", len(seen))
		fmt.Fprintf(b, "\t%s [shape=box, style=rounded, label=%s];\n", seen[key], dotString(name+"\n"+j.Pos.File))
	}
	return seen[key]
}

// dotString quotes a string for Graphviz, which knows no escapes but \" and
// those of labels, so that a backslash of the text is doubled.
func dotString(s string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(oneLine(lines[i]))
	}
	return `"` + strings.Join(lines, `\n`) + `"`
}
