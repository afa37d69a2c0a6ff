package forkjoin

import (
	"slices"
	"strings"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/hb"
)

// A foreignCall is a call of a function of another package.
type foreignCall struct {
	fn  event.FuncID
	pkg string // its path
}

// noteForeign notes the calls that a function makes of functions of other packages that
// have a summary, by position: all that happens in such a function has the position of
// the call.
func (d *driver) noteForeign(id event.FuncID) {
	f := d.x.Func(id)
	for i := range f.Blocks {
		for _, e := range f.Blocks[i].Events {
			if e.Kind != event.Call {
				continue
			}
			fn := f.Calls[e.Call].Target.Func
			if pkg, ok := d.x.Foreign(fn); ok {
				d.foreign[e.Pos] = foreignCall{fn, pkg}
			}
		}
	}
}

// elsewhere reports whether a finding is about what a function of another
// package does all by itself, and is to be told there. What the caller could
// join is the caller's business, and so is, within one module, what nobody can.
func (d *driver) elsewhere(f *hb.Finding) bool {
	call, foreign := d.foreign[f.Pos]
	if !foreign {
		return false
	}
	switch f.Rule {
	case "ordered", "detached", "cancelled-not-awaited":
		return true
	case "never-stopped": // about the value that the caller has dropped
		return false
	case "unjoined", "sleep-join":
		if d.sameModule(call.pkg) {
			return false
		}
	}
	for _, s := range f.Steps {
		switch s.Role {
		case hb.RoleReturn, hb.RoleJoin:
		default:
			if s.Pos != 0 && s.Pos != f.Pos {
				return false
			}
		}
	}
	return !slices.ContainsFunc(f.Handles, d.known)
}

// oneForEachForeign keeps the first, by position, of the leaks of one goroutine that a
// function of another package starts: all its calls have one cause, and that is there.
func oneForEachForeign(calls map[event.Pos]foreignCall, sorted []hb.Finding) []hb.Finding {
	type cause struct {
		fn         event.FuncID
		rule, name string
	}
	told := map[cause]bool{}
	return slices.DeleteFunc(sorted, func(f hb.Finding) bool {
		call, foreign := calls[f.Pos]
		if _, leak := stuckRank[f.Rule]; !foreign || !leak || forkOf(f) != f.Pos {
			return false
		}
		c := cause{call.fn, f.Rule, f.Name}
		again := told[c]
		told[c] = true
		return again
	})
}

// known reports whether the function analyzed can get to know the object.
func (d *driver) known(l event.Loc) bool {
	sp := d.x.Space
	if sp.Root(l).Hidden {
		return false
	}
	return sp.IsRoot(l) || sp.Last(l).Kind != event.Back // a receive is no signal
}

// sameModule reports whether a package belongs to the module of the package
// that is analyzed. Of a driver that knows no modules, such as Bazel's nogo, the
// paths are asked for the repository.
func (d *driver) sameModule(pkg string) bool {
	if m := d.pass.Module; m != nil && m.Path != "" {
		return pkg == m.Path || strings.HasPrefix(pkg, m.Path+"/")
	}
	return repository(pkg) == repository(d.pass.Pkg.Path())
}

// repository is the beginning of a package's path that names its repository:
// host, owner and name on the sites that have owners, or else the first element.
func repository(pkg string) string {
	elems := strings.Split(pkg, "/")
	n := 1
	switch elems[0] {
	case "github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "gitee.com":
		n = min(3, len(elems))
	}
	return strings.Join(elems[:n], "/")
}
