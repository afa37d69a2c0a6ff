// Package fix proposes changes of the source that mend findings.
//
// A fix is safe when it compiles and changes nothing but the bug. That it
// compiles is not reasoned about but tried: the package is type-checked with
// the change in it, and a fix that does not pass is not proposed. That it
// changes nothing else is what each function here has to see to, and all of
// them give up at the first doubt: a finding without a fix is no loss.
//
// A fix that adds a wait is unsafe, because the program may then wait for what
// it did not wait for before. Such a fix is proposed only on request, and says
// so in its message (see [rule.UnsafePrefix]).
package fix

import (
	"go/ast"
	"go/token"
	"os"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/gojoincheck/gojoincheck/internal/hb"
	"github.com/gojoincheck/gojoincheck/internal/rule"
)

// maxTries is how many fixes of one package are type-checked. It bounds the
// time for a package with hundreds of findings; those beyond get their fixes
// in the next run.
const maxTries = 50

// A builder writes the edits of a fix into the draft and returns its message,
// or "" when it has none to propose.
type builder func(*draft) string

// builders holds the fix of each rule that has one; package rule declares
// which are safe.
var builders = map[string]builder{
	"abandoned-send":      giveRoom,
	"add-after-fork":      addBeforeFork,
	"add-in-goroutine":    addOutOfGoroutine,
	"done-skipped":        doneFirst,
	"err-capture":         declareInside,
	"group-not-waited":    waitForGroup,
	"join-skipped":        joinBeforeReturn,
	"loop-variable":       copyLoopVariable,
	"sleep-join":          groupForSleep,
	"unjoined":            groupForUnjoined,
	"write-after-release": releaseLast,
}

// A Proposer proposes fixes for the findings of one package.
type Proposer struct {
	pass     *analysis.Pass
	findings []hb.Finding
	unsafe   bool
	tries    int
	sources  map[*token.File][]byte

	fset   *token.FileSet // of the files parsed for type-checking
	parsed []*ast.File
}

// New returns a proposer for the package of the pass, with all its findings:
// what mends one may mend others. It proposes unsafe fixes only if told to.
func New(pass *analysis.Pass, findings []hb.Finding, unsafe bool) *Proposer {
	return &Proposer{pass: pass, findings: findings, unsafe: unsafe, sources: map[*token.File][]byte{}}
}

// For returns the fixes for a finding: one or none.
func (p *Proposer) For(f hb.Finding) []analysis.SuggestedFix {
	build, r := builders[f.Rule], rule.Lookup(f.Rule)
	if build == nil || r == nil || r.Fix == rule.NoFix || r.Fix == rule.UnsafeFix && !p.unsafe {
		return nil
	}
	d := p.draft(f)
	if d == nil {
		return nil
	}
	message := build(d)
	if message == "" || len(d.edits) == 0 || p.tries >= maxTries {
		return nil
	}
	p.tries++
	edits := d.sorted()
	if edits == nil || !p.compiles(d.file, d.src, edits) {
		return nil
	}
	if r.Fix == rule.UnsafeFix {
		message = rule.UnsafePrefix + message
	}
	return []analysis.SuggestedFix{{Message: message, TextEdits: edits}}
}

// draft begins a fix of the file that holds the finding. It is nil where edits
// would not mean what they say: in files that ask not to be edited, and in
// those that were made from another file, as cgo does.
func (p *Proposer) draft(f hb.Finding) *draft {
	pos := token.Pos(f.Pos)
	for _, file := range p.pass.Files {
		if file.FileStart > pos || pos > file.FileEnd {
			continue
		}
		tok := p.pass.Fset.File(file.FileStart)
		src := p.source(tok)
		if src == nil || ast.IsGenerated(file) || hasLineDirective(file) {
			return nil
		}
		return &draft{p: p, f: f, file: file, tok: tok, src: src}
	}
	return nil
}

// source returns the text of a file, or nil when it is not what was parsed.
func (p *Proposer) source(tok *token.File) []byte {
	if src, ok := p.sources[tok]; ok {
		return src
	}
	read := p.pass.ReadFile
	if read == nil { // some drivers have none
		read = os.ReadFile
	}
	src, err := read(tok.Name())
	if err != nil || len(src) != tok.Size() {
		src = nil
	}
	p.sources[tok] = src
	return src
}

// hasLineDirective reports whether the file says that its text comes from
// elsewhere.
func hasLineDirective(file *ast.File) bool {
	return slices.ContainsFunc(file.Comments, func(g *ast.CommentGroup) bool {
		return slices.ContainsFunc(g.List, func(c *ast.Comment) bool {
			return len(c.Text) > 7 && (c.Text[:7] == "//line " || c.Text[:7] == "/*line ")
		})
	})
}
