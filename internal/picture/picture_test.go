package main

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gojoincheck/gojoincheck/internal/testutil"
)

// TestFresh holds the picture to what the linter prints today.
func TestFresh(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and runs the linter")
	}
	root, err := testutil.Root()
	if err != nil {
		t.Fatal(err)
	}
	out, err := output(root)
	if err != nil {
		t.Fatal(err)
	}
	drawn, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(picture)))
	if err != nil {
		t.Fatal(err)
	}
	if strings.ReplaceAll(string(drawn), "\r\n", "\n") != draw(command, out) {
		t.Errorf("%s is stale: go run ./internal/picture draws it anew", picture)
	}
}

func TestSplit(t *testing.T) {
	red, bold := style{color: colors["91"], bold: true}, style{bold: true}
	got := split("\x1b[91;1merror\x1b[0;22m\x1b[1m: no\x1b[22m x\n\n\x1b[2mdim\nstill\x1b[22m\n")
	want := [][]piece{
		{{red, "error"}, {bold, ": no"}, {style{}, " x"}},
		nil,
		{{style{dim: true}, "dim"}},
		{{style{dim: true}, "still"}},
	}
	if !slices.EqualFunc(got, want, slices.Equal) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestDraw: the picture is XML, and holds all of the text.
func TestDraw(t *testing.T) {
	svg := draw("a && b", "x <- \"1\"\n  y\n")
	var text strings.Builder
	for dec := xml.NewDecoder(strings.NewReader(svg)); ; {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, svg)
		}
		if c, ok := tok.(xml.CharData); ok {
			text.Write(append(c, ' '))
		}
	}
	if got := strings.Join(strings.Fields(text.String()), " "); got != `$ a && b x <- "1" y` {
		t.Errorf("the text is %q", got)
	}
}
