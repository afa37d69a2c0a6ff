package event_test

import (
	"testing"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/testutil/graph"
)

// paths declares the roots of the tests below: variables, and a parameter p.
func paths() *graph.Program {
	return graph.Parse(`
func f(p)
	var x
	var y
	chan c 2
	return`)
}

// TestOverlap: two paths overlap when they surely name the same memory. What
// may or may not be the same does not: the linter would rather miss a race.
func TestOverlap(t *testing.T) {
	p := paths()
	for _, c := range []struct {
		a, b string
		want bool
		why  string
	}{
		{"x", "x", true, "a variable is itself"},
		{"x", "y", false, "two variables are two"},
		{"x", "x.f", true, "a struct holds its fields"},
		{"x", "x.f.g", true, "and theirs"},
		{"x.f", "x.g", false, "two fields are apart"},
		{"x.f.h", "x.g.h", false, "also if they have fields of one name"},
		{"x[0]", "x[0]", true, "a constant index is one element"},
		{"x[0]", "x[1]", false, "two constant indices are two"},
		{"x", "x[0]", true, "an array holds its elements"},
		{"x[*]", "x[1]", true, "all elements include each"},
		{"x[*]", "x[*]", true, "and are themselves"},
		{"x[*].f", "x[1].f", true, "the fields of all include those of each"},
		{"x[*].f", "x[1].g", false, "but no others"},
		{"x[?]", "x[?]", false, "two unknown elements are mostly different ones"},
		{"x[?]", "x[1]", false, "an unknown element is mostly another"},
		{"x[?]", "x[*]", true, "all elements include whichever it is"},
		{"x[?].f", "x[?].f", false, "nor whose field"},
		{"x", "x[?]", false, "to copy an array and to change one element: which, is not known"},
		{"x", "*x", false, "a pointer is not what it points to"},
		{"*x", "*x", true, "what one pointer points to is one thing"},
		{"*p", "*x", false, "pointers of unknown origin never alias"},
	} {
		if got := p.Space.Overlap(p.Loc(c.a), p.Loc(c.b)); got != c.want {
			t.Errorf("Overlap(%s, %s) = %v: %s", c.a, c.b, got, c.why)
		}
		if got := p.Space.Overlap(p.Loc(c.b), p.Loc(c.a)); got != c.want {
			t.Errorf("Overlap(%s, %s) = %v: it is symmetric", c.b, c.a, got)
		}
	}
	if p.Space.Overlap(event.NoLoc, event.NoLoc) || p.Space.Overlap(event.NoLoc, p.Loc("x")) {
		t.Error("nothing overlaps nothing")
	}
}

// TestPathsAreInterned: one path is one number.
func TestPathsAreInterned(t *testing.T) {
	p := paths()
	sp := p.Space
	for _, path := range []string{"x", "x.f", "x.f[0].g", "*x", "x!", "x~"} {
		if a, b := p.Loc(path), p.Loc(path); a != b {
			t.Errorf("%s is both %d and %d", path, a, b)
		}
	}
	f := p.Loc("x.f")
	switch {
	case !sp.IsRoot(p.Loc("x")) || sp.IsRoot(f) || sp.IsRoot(event.NoLoc):
		t.Error("a root is a path without selectors")
	case sp.Parent(f) != p.Loc("x") || sp.Parent(p.Loc("x")) != event.NoLoc:
		t.Error("the parent lacks the last selector")
	case sp.Last(f).Kind != event.Field || sp.Last(f).Name != "f":
		t.Errorf("the last selector of x.f is %v", sp.Last(f))
	case sp.RootLoc(f) != p.Loc("x") || sp.Root(f).Name != "x":
		t.Error("the root of x.f is x")
	case sp.Child(event.NoLoc, sp.Last(f)) != event.NoLoc:
		t.Error("a selector of nothing is nothing")
	}
}

// TestNoLocHasNoRoot: nothing has no description, whatever roots there are.
func TestNoLocHasNoRoot(t *testing.T) {
	s := event.NewSpace()
	if r := s.Root(event.NoLoc); r != nil {
		t.Errorf("in an empty space: %v", r)
	}
	s.NewRoot(event.Root{Name: "x"})
	if r := s.Root(event.NoLoc); r != nil {
		t.Errorf("in a space with a root: %v", r)
	}
}

// TestFindAddsNothing: a question about a path does not make it.
func TestFindAddsNothing(t *testing.T) {
	p := paths()
	if got := p.Space.Find(p.Loc("x"), event.Deref); got != event.NoLoc {
		t.Errorf("found a path that nobody has named: %d", got)
	}
	want := p.Loc("*x")
	if got := p.Space.Find(p.Loc("x"), event.Deref); got != want {
		t.Errorf("found %d, not %d", got, want)
	}
}

func TestWithin(t *testing.T) {
	p := paths()
	for _, c := range []struct {
		l, prefix string
		want      bool
	}{
		{"x", "x", true},
		{"x.f", "x", true},
		{"*x.f", "x", true},
		{"x.f[0]", "x.f", true},
		{"x", "x.f", false},
		{"x.g", "x.f", false},
		{"y.f", "x", false},
	} {
		if got := p.Space.Within(p.Loc(c.l), p.Loc(c.prefix)); got != c.want {
			t.Errorf("%s within %s: %v", c.l, c.prefix, got)
		}
	}
}

// TestSubst: arguments take the place of parameters, and selectors stay.
func TestSubst(t *testing.T) {
	p := paths()
	param := p.Loc("p")
	for _, c := range []struct{ in, arg, want string }{
		{"p", "x", "x"},
		{"p.f", "x", "x.f"},
		{"p.f[0]", "x.g", "x.g.f[0]"},
		{"y.f", "x", "y.f"}, // another root
	} {
		got := p.Space.Subst(p.Loc(c.in), map[event.Loc]event.Loc{param: p.Loc(c.arg)})
		if got != p.Loc(c.want) {
			t.Errorf("%s with %s for p is %s, not %s", c.in, c.arg, p.Space.String(got), c.want)
		}
	}
	none := map[event.Loc]event.Loc{param: event.NoLoc}
	if got := p.Space.Subst(p.Loc("p.f"), none); got != event.NoLoc {
		t.Errorf("a field of nothing is %s", p.Space.String(got))
	}
	if got := p.Space.Subst(p.Loc("p.f"), nil); got != p.Loc("p.f") {
		t.Errorf("without substitutions p.f is %s", p.Space.String(got))
	}
}

// TestRename: each activation of a function has variables of its own, which know
// what they are copies of.
func TestRename(t *testing.T) {
	p := paths()
	sp, x := p.Space, p.Loc("x")
	first, second := sp.Rename(x, 1), sp.Rename(x, 2)
	again := sp.Rename(first, 3)
	switch {
	case first == x || first == second:
		t.Error("two activations share a variable")
	case sp.Rename(x, 1) != first:
		t.Error("one activation has two variables")
	case sp.Original(first) != x || sp.Original(again) != x || sp.Original(x) != x:
		t.Error("the original is lost")
	case sp.Root(first).Name != "x" || !sp.Root(first).Var:
		t.Error("the copy is described in another way")
	case sp.Overlap(first, x):
		t.Error("the copy overlaps its original")
	}
}

// TestString: paths are printed as a programmer would write them.
func TestString(t *testing.T) {
	p := paths()
	for path, want := range map[string]string{
		"x": "x", "x.f": "x.f", "x.f.g": "x.f.g", "*x": "*x", "x[3]": "x[3]", "x[?]": "x[…]", "x[*]": "x", "x[3].f": "x[3].f",
		"*p": "p", "x!": "x", "x~": "x",
	} {
		if got := p.Space.String(p.Loc(path)); got != want {
			t.Errorf("%s is printed as %s", path, got)
		}
	}
	if got := p.Space.String(event.NoLoc); got != "nothing" {
		t.Errorf("no location is printed as %s", got)
	}
	if got := p.Space.String(p.Space.NewRoot(event.Root{})); got != "a value" {
		t.Errorf("a root without a name is printed as %s", got)
	}
}
