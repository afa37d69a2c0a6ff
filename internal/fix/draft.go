package fix

import (
	"bytes"
	"go/ast"
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/gojoincheck/gojoincheck/internal/hb"
)

// A draft is a fix being written: what it is for, the file, and the edits.
type draft struct {
	p     *Proposer
	f     hb.Finding
	file  *ast.File
	tok   *token.File
	src   []byte
	edits []analysis.TextEdit
}

// sorted returns the edits by position, those that touch as one, or nil when
// two overlap.
func (d *draft) sorted() (out []analysis.TextEdit) {
	slices.SortStableFunc(d.edits, func(a, b analysis.TextEdit) int { return int(a.Pos - b.Pos) })
	for _, e := range d.edits {
		last := len(out) - 1
		switch {
		case last < 0 || out[last].End < e.Pos:
			out = append(out, e)
		case out[last].End > e.Pos:
			return nil
		default:
			out[last].End = e.End
			out[last].NewText = slices.Concat(out[last].NewText, e.NewText)
		}
	}
	return out
}

// step returns the place of the first step with the role, if it lies in the
// file.
func (d *draft) step(role hb.Role) (token.Pos, bool) {
	for _, s := range d.f.Steps {
		if pos := token.Pos(s.Pos); s.Role == role && pos.IsValid() {
			return pos, d.file.FileStart <= pos && pos < d.file.FileEnd
		}
	}
	return token.NoPos, false
}

// text returns the source of a node.
func (d *draft) text(n ast.Node) string {
	return string(d.src[d.tok.Offset(n.Pos()):d.tok.Offset(n.End())])
}

func (d *draft) replace(pos, end token.Pos, text string) {
	d.edits = append(d.edits, analysis.TextEdit{Pos: pos, End: end, NewText: []byte(text)})
}

// lineStart returns the offset of the line that holds the offset, and whether
// there is only space between the two.
func (d *draft) lineStart(off int) (start int, blank bool) {
	start = bytes.LastIndexByte(d.src[:off], '\n') + 1
	return start, strings.TrimLeft(string(d.src[start:off]), " \t") == ""
}

// indent returns the space that the line of a position begins with.
func (d *draft) indent(pos token.Pos) string {
	start, _ := d.lineStart(d.tok.Offset(pos))
	line := d.src[start:]
	return string(line[:len(line)-len(bytes.TrimLeft(line, " \t"))])
}

// insertBefore puts a statement before another one of a list.
func (d *draft) insertBefore(s ast.Stmt, text string) {
	pos := s.Pos()
	if _, first := d.lineStart(d.tok.Offset(pos)); first {
		d.replace(pos, pos, text+"\n"+d.indent(pos))
	} else {
		d.replace(pos, pos, text+"; ")
	}
}

// insertFirst makes a statement the first of a block that is not empty.
func (d *draft) insertFirst(b *ast.BlockStmt, text string) {
	after := b.Lbrace + 1
	rest := d.src[d.tok.Offset(after):]
	if line, _, _ := bytes.Cut(rest, []byte("\n")); len(bytes.TrimSpace(line)) == 0 {
		d.replace(after, after, "\n"+d.indent(b.List[0].Pos())+text)
	} else {
		d.insertBefore(b.List[0], text)
	}
}

// insertLast makes a statement the last of a block.
func (d *draft) insertLast(b *ast.BlockStmt, text string) {
	start, first := d.lineStart(d.tok.Offset(b.Rbrace))
	if first {
		pos := d.tok.Pos(start)
		d.replace(pos, pos, d.indent(b.Rbrace)+"\t"+text+"\n")
	} else {
		d.replace(b.Rbrace, b.Rbrace, "; "+text+" ")
	}
}

// remove takes a statement or import out, with its line when nothing else stands there.
func (d *draft) remove(s ast.Node) {
	from, to := d.tok.Offset(s.Pos()), d.tok.Offset(s.End())
	start, first := d.lineStart(from)
	rest := d.src[to:]
	line, _, newline := bytes.Cut(rest, []byte("\n"))
	after := bytes.TrimSpace(line)
	switch {
	case first && newline && len(after) == 0:
		from, to = start, to+len(line)+1
	case len(after) > 0 && after[0] == ';':
		to += bytes.IndexByte(line, ';') + 1
		to += len(d.src[to:]) - len(bytes.TrimLeft(d.src[to:], " \t"))
	}
	d.replace(d.tok.Pos(from), d.tok.Pos(to), "")
}
