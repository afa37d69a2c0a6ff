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
	general.addTo(res, opts, out.failed)
	for _, g := range groups {
		g.addTo(res, opts, out.failed)
	}
	if out.failed && len(res.Problems) == 0 {
		res.addProblem(finding.Load, "", "go vet failed without saying why: "+out.status)
	}
	return res
}

// noPackages is what the go command says when no pattern matches.
const noPackages = "no packages to vet"

// A group is the text that belongs to one package, or to none.
type group struct {
	pkg   string
	lines []string
}

// chatter is what the go command says while all is well, and what surrounds
// the message that matters when it is not.
var chatter = []string{
	"go: downloading ", "go: finding ", "go: extracting ", "go: found ", "go: added ",
	"too many errors", "runtime: ", "[signal ", "exit status ",
}

func isChatter(line string) bool {
	if strings.TrimSpace(line) == "" || strings.HasSuffix(line, ": too many errors") {
		return true
	}
	return slices.ContainsFunc(chatter, func(p string) bool { return strings.HasPrefix(line, p) })
}

// addTo sorts what the group says into problems and warnings. While the go
// command is content, only what the tool says in its own name is a problem: it
// speaks when an analyzer fails on a package that others import, which costs
// the others facts but does not fail them.
func (g *group) addTo(res *Result, opts Options, failed bool) {
	toolPrefix := opts.toolName() + ": "
	nothing := slices.Contains(g.lines, noPackages)
	for _, msg := range g.messages(toolPrefix) {
		warning, isWarning := strings.CutPrefix(msg, "go: warning: ")
		said, byTool := strings.CutPrefix(msg, toolPrefix)
		crash, isCrash := cutCrash(said)
		switch {
		case isCrash && res.knows(g.pkg, crash):
		case isCrash:
			res.addProblem(finding.Analysis, g.pkg, crash)
		case nothing && strings.HasSuffix(warning, " matched no packages"): // the same, for each pattern
		case isWarning || !failed && !byTool:
			res.Warnings = append(res.Warnings, warning)
		default:
			res.Problems = append(res.Problems, g.problem(msg, opts))
		}
	}
}

// knows reports whether the tool has told of the same crash in a document.
// Only what stands before the colon is compared: in text, the go command
// shortens the file names that a message may hold.
func (r *Result) knows(pkg, crash string) bool {
	who, _, _ := strings.Cut(crash, ":")
	return slices.ContainsFunc(r.Problems, func(p finding.Problem) bool {
		return p.Kind == finding.Analysis && p.Package == pkg && strings.HasPrefix(p.Message, who+":")
	})
}

// messages puts lines together that are one message, and leaves out chatter
// and the stacks of goroutines, which hold addresses: no two runs would say
// the same. A stack ends where the tool speaks again in its own name.
func (g *group) messages(toolPrefix string) (msgs []string) {
	inStack := false
	for _, line := range g.lines {
		switch {
		case strings.HasPrefix(line, "goroutine "), line == "runtime stack:":
			inStack = true
		case strings.HasPrefix(line, toolPrefix):
			inStack = false
		}
		switch {
		case inStack || isChatter(line):
		case strings.HasPrefix(line, "\t") && len(msgs) > 0:
			// The compiler and the go command indent what continues a message.
			msgs[len(msgs)-1] += "\n" + line
		default:
			msgs = append(msgs, line)
		}
	}
	return msgs
}

// cutCrash recognizes the last words of an analyzer that panicked, or of a
// process that did, and says the same for each way to say it.
func cutCrash(msg string) (string, bool) {
	msg = firstLine(msg)
	for _, form := range []struct{ verb, link string }{
		{"panic in ", " on "},
		{"internal error in analyzer ", " on package "},
	} {
		rest, ok := strings.CutPrefix(msg, form.verb)
		analyzer, rest, ok2 := strings.Cut(rest, form.link)
		_, what, ok3 := strings.Cut(rest, ": ")
		if ok && ok2 && ok3 {
			return "the analyzer " + analyzer + " panicked: " + what, true
		}
	}
	if what, ok := strings.CutPrefix(msg, "panic: "); ok {
		return "the analysis panicked: " + strings.TrimSuffix(what, " [recovered]"), true
	}
	if what, ok := strings.CutPrefix(msg, "fatal error: "); ok {
		return "the analysis crashed: " + what, true
	}
	if rest, ok := strings.CutPrefix(msg, "internal error on package "); ok {
		_, what, _ := strings.Cut(rest, ": ")
		return "the analysis panicked: " + what, true
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
	case line == noPackages:
		p.Message = "no packages match " + strings.Join(opts.Patterns, " ")
	case strings.HasSuffix(line, "does not contain main module or its selected dependencies"):
		p.Message = line + ": run it in a module, or name the module's directory with -C"
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
