package finding

import (
	"reflect"
	"testing"
)

func TestParsePosition(t *testing.T) {
	for _, test := range []struct {
		in   string
		want Position
	}{
		{"/a/b.go:3:12", Position{"/a/b.go", 3, 12}},
		{"/a/b.go:3", Position{"/a/b.go", 3, 0}},
		{"/a/b.go", Position{"/a/b.go", 0, 0}},
		{`C:\a\b.go:3:12`, Position{`C:\a\b.go`, 3, 12}},
		{`C:\a\b.go`, Position{`C:\a\b.go`, 0, 0}},
		{"odd:7:name.go:3:12", Position{"odd:7:name.go", 3, 12}},
		{"-", Position{}},
		{"", Position{}},
		{":3:4", Position{":3", 4, 0}},
	} {
		if got := ParsePosition(test.in); got != test.want {
			t.Errorf("ParsePosition(%q) = %+v, want %+v", test.in, got, test.want)
		}
	}
}

func TestNormalize(t *testing.T) {
	at := func(file string, line int, msg, pkg string) Finding {
		return Finding{Rule: "r", Message: msg, Package: pkg, Pos: Position{file, line, 1}}
	}
	// "b 9" arrives from the package and from its test variant; "b 10" must
	// come after it, though "10" is less than "9" as a string.
	in := []Finding{
		at("b.go", 10, "x", "p"), at("b.go", 9, "x", "p_test"), at("a.go", 99, "x", "p"),
		at("b.go", 9, "x", "p"), at("b.go", 9, "w", "p"),
	}
	want := []Finding{
		at("a.go", 99, "x", "p"), at("b.go", 9, "w", "p"), at("b.go", 9, "x", "p"), at("b.go", 10, "x", "p"),
	}
	for range len(in) { // every rotation gives the same answer
		if got := Normalize(in); !reflect.DeepEqual(got, want) {
			t.Errorf("Normalize(%v) = %v, want %v", in, got, want)
		}
		in = append(in[1:], in[0])
	}
}

func TestNormalizeKeepsProofOrder(t *testing.T) {
	f := Finding{Rule: "r", Related: []Related{{Message: "z"}, {Message: "a"}}}
	if got := Normalize([]Finding{f})[0].Related[0].Message; got != "z" {
		t.Errorf("the proof was reordered: %q comes first", got)
	}
}

func TestNormalizeProblems(t *testing.T) {
	a := Problem{Kind: Build, Package: "p", Message: "a"}
	b := Problem{Kind: Build, Package: "p", Message: "b"}
	got := NormalizeProblems([]Problem{b, a, b})
	if want := []Problem{a, b}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
