package vetrun

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/gojoincheck/gojoincheck/internal/finding"
)

// decode turns the output of one run into findings, problems and warnings.
//
// The text around the documents comes from the go command, the compiler and
// the vet tool, in groups: a comment "# package" and the lines that belong to
// it. What stands before the first comment, and what the go command says in
// its own name, belongs to no package.
func (out *output) decode(opts Options) *Result {
	res := new(Result)
	var general group
	var groups []*group
	current := &general
	for _, it := range out.stream {
		switch {
		case it.doc != nil:
			res.decodeDocument(it.doc, opts.Rule)
		case strings.HasPrefix(it.line, "# "):
			current = &group{pkg: packagePath(strings.Trim(it.line[2:], "[]"))}
			groups = append(groups, current)
		case strings.HasPrefix(it.line, "go: "):
			general.lines = append(general.lines, it.line)
		default:
			current.lines = append(current.lines, it.line)
		}
	}
	if !out.failed {
		// The go command is content: what it said are remarks.
		for _, g := range append([]*group{&general}, groups...) {
			res.Warnings = append(res.Warnings, g.remarks()...)
		}
		return res
	}
	general.addTo(res, opts)
	for _, g := range groups {
		g.addTo(res, opts)
	}
	if len(res.Problems) == 0 {
		res.addProblem(finding.Load, "", "go vet failed without saying why: "+out.status)
	}
	return res
}

// A group is the text that belongs to one package, or to none.
type group struct {
	pkg   string
	lines []string
}

// chatter is what the go command says while all is well.
var chatter = []string{"go: downloading ", "go: finding ", "go: extracting ", "go: found ", "go: added "}

func isChatter(line string) bool {
	if strings.TrimSpace(line) == "" {
		return true
	}
	return slices.ContainsFunc(chatter, func(p string) bool { return strings.HasPrefix(line, p) })
}

// remarks returns the lines worth repeating.
func (g *group) remarks() []string {
	return slices.DeleteFunc(slices.Clone(g.lines), isChatter)
}

func (g *group) addTo(res *Result, opts Options) {
	if msg, ok := g.crash(); ok {
		res.addProblem(finding.Analysis, g.pkg, msg)
		return
	}
	for i := 0; i < len(g.lines); i++ {
		line := g.lines[i]
		if isChatter(line) || line == "too many errors" || strings.HasSuffix(line, ": too many errors") {
			continue
		}
		if warning, ok := strings.CutPrefix(line, "go: warning: "); ok {
			res.Warnings = append(res.Warnings, warning)
			continue
		}
		// The compiler and the go command indent what continues a message.
		for i+1 < len(g.lines) && strings.HasPrefix(g.lines[i+1], "\t") {
			i++
			line += "\n" + g.lines[i]
		}
		res.Problems = append(res.Problems, g.problem(line, opts))
	}
}

// crash recognizes the last words of a tool that panicked. The stack is left
// out: it holds addresses, so that no two runs would say the same.
func (g *group) crash() (string, bool) {
	for _, line := range g.lines {
		if msg, ok := strings.CutPrefix(line, "panic: "); ok {
			return "the analysis panicked: " + strings.TrimSuffix(msg, " [recovered]"), true
		}
		if msg, ok := strings.CutPrefix(line, "fatal error: "); ok {
			return "the analysis crashed: " + msg, true
		}
	}
	return "", false
}

func (g *group) problem(line string, opts Options) finding.Problem {
	p := finding.Problem{Kind: finding.Load, Package: g.pkg, Message: line}
	bare := line
	for _, prefix := range []string{"vet: ", opts.toolName() + ": "} {
		bare = strings.TrimPrefix(bare, prefix)
	}
	if pos, msg, ok := cutPosition(bare, opts.Dir); ok {
		p.Pos, p.Message = pos, msg
		if g.pkg != "" {
			p.Kind = finding.Build
		}
		return p
	}
	switch {
	case line == "no packages to vet":
		p.Message = "no packages match " + strings.Join(opts.Patterns, " ")
	case g.pkg != "" && bare != line:
		p.Kind, p.Message = finding.Analysis, bare
	case g.pkg != "":
		p.Kind = finding.Build
	default:
		p.Message = strings.TrimPrefix(line, "go: ")
	}
	return p
}

// cutPosition splits "dir/x.go:3:5: message". The go command shortens file
// names against the directory it runs in.
func cutPosition(line, dir string) (finding.Position, string, bool) {
	at, msg, ok := strings.Cut(line, ": ")
	if !ok {
		return finding.Position{}, "", false
	}
	pos := finding.ParsePosition(at)
	if pos.Line == 0 || filepath.Ext(pos.File) == "" {
		return finding.Position{}, "", false
	}
	if !filepath.IsAbs(pos.File) {
		pos.File = filepath.Join(dir, pos.File)
	}
	return pos, msg, true
}
