package forkmap

import (
	"fmt"
	"io"
	"strings"
)

// Mermaid writes the map as a flowchart that Markdown pages can show. Solid
// edges fork, dotted edges join.
func (m *Map) Mermaid(w io.Writer) error {
	var b strings.Builder
	b.WriteString("flowchart LR\n")
	for _, v := range Verdicts {
		fmt.Fprintf(&b, "\tclassDef %s stroke:%s,stroke-width:2px\n", v, colors[v])
	}
	owners := map[string]bool{}
	for i, fn := range m.Functions() {
		fmt.Fprintf(&b, "\tf%d[\"%s\"]\n", i, mermaidText(fn.Name+", "+place(fn.Start)))
		for k, f := range fn.Forks {
			id := fmt.Sprintf("f%dg%d", i, k)
			fmt.Fprintf(&b, "\t%s([\"%s\"]):::%s\n", id, mermaidText(f.Title()+": "+string(f.Verdict)), f.Verdict)
			fmt.Fprintf(&b, "\t%s -->|\"line %d\"| %s\n", parentID(fn, i, f), f.Pos.Line, id)
			for n, j := range f.Joins {
				to := fmt.Sprintf("f%d", i)
				if j.By != "" && j.In != fn.Name {
					to = fmt.Sprintf("%sj%d", id, n)
					if !owners[to] {
						owners[to] = true
						fmt.Fprintf(&b, "\t%s[\"%s\"]\n", to, mermaidText(j.In+", "+place(j.Pos)))
					}
				}
				fmt.Fprintf(&b, "\t%s -.->|\"%s\"| %s\n", id, mermaidText(fmt.Sprintf("%s, line %d", j.Op, j.Pos.Line)), to)
			}
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// mermaidText writes everything that Mermaid or HTML could take for markup as
// an entity in Mermaid's own form, #number;.
func mermaidText(s string) string {
	var b strings.Builder
	for _, r := range oneLine(s) {
		switch {
		case r >= 0x80, r == ' ', 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', strings.ContainsRune(".,:/-", r):
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, "#%d;", r)
		}
	}
	return b.String()
}
