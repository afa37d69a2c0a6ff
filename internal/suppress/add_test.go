package suppress

import (
	"go/format"
	"strings"
	"testing"
)

func TestAdd(t *testing.T) {
	for _, test := range []struct {
		name      string
		src, want string
		places    []Place
	}{
		{
			name:   "a statement",
			src:    "package p\n\nfunc f() {\n\tgo g()\n}\n",
			places: []Place{{4, []string{"unjoined"}}},
			want:   "package p\n\nfunc f() {\n\t//gojoincheck:ignore unjoined why\n\tgo g()\n}\n",
		},
		{
			name:   "several rules and places",
			src:    "package p\n\nfunc f() {\n\tgo g()\n\tgo h()\n}\n",
			places: []Place{{4, []string{"unjoined", "map-race"}}, {5, []string{"detached"}}},
			want:   "package p\n\nfunc f() {\n\t//gojoincheck:ignore unjoined,map-race why\n\tgo g()\n\t//gojoincheck:ignore detached why\n\tgo h()\n}\n",
		},
		{
			name:   "below another comment",
			src:    "package p\n\nfunc f() {\n\t// Start.\n\t//gojoincheck:ignore map-race before\n\tgo g()\n}\n",
			places: []Place{{6, []string{"unjoined"}}},
			want:   "package p\n\nfunc f() {\n\t// Start.\n\t//gojoincheck:ignore map-race before\n\t//gojoincheck:ignore unjoined why\n\tgo g()\n}\n",
		},
		{
			name:   "a documented function",
			src:    "package p\n\n// F does.\nfunc F() { go g() }\n",
			places: []Place{{4, []string{"unjoined"}}},
			want:   "package p\n\n// F does.\n//\n//gojoincheck:ignore unjoined why\nfunc F() { go g() }\n",
		},
		{
			name:   "aligned entries",
			src:    "package p\n\nvar m = map[string]func(){\n\t\"a\":   f,\n\t\"bcd\": func() { go g() },\n\t\"e\":   f,\n}\n",
			places: []Place{{5, []string{"unjoined"}}},
			want:   "package p\n\nvar m = map[string]func(){\n\t\"a\": f,\n\t//gojoincheck:ignore unjoined why\n\t\"bcd\": func() { go g() },\n\t\"e\":   f,\n}\n",
		},
		{
			name:   "an argument",
			src:    "package p\n\nfunc f() {\n\tg(1,\n\t\tfunc() { x++ })\n}\n",
			places: []Place{{5, []string{"map-race"}}},
			want:   "package p\n\nfunc f() {\n\tg(1,\n\t\t//gojoincheck:ignore map-race why\n\t\tfunc() { x++ })\n}\n",
		},
		{
			name:   "a case",
			src:    "package p\n\nfunc f() {\n\tselect {\n\tcase c <- x:\n\t}\n}\n",
			places: []Place{{5, []string{"abandoned-send"}}},
			want:   "package p\n\nfunc f() {\n\tselect {\n\t//gojoincheck:ignore abandoned-send why\n\tcase c <- x:\n\t}\n}\n",
		},
		{
			name:   "the end of a raw string",
			src:    "package p\n\nfunc f() {\n\tg(`a\nb`, func() { x++ })\n}\n",
			places: []Place{{5, []string{"map-race"}}},
			want:   "package p\n\nfunc f() {\n\tg(`a\nb`, func() { x++ }) //gojoincheck:ignore map-race why\n}\n",
		},
		{
			name:   "not formatted by gofmt",
			src:    "package p\nfunc f(){\n  go g( )\n}",
			places: []Place{{3, []string{"unjoined"}}},
			want:   "package p\nfunc f(){\n  //gojoincheck:ignore unjoined why\n  go g( )\n}",
		},
		{
			name:   "carriage returns",
			src:    "package p\r\n\r\nfunc f() {\r\n\tgo g()\r\n}\r\n",
			places: []Place{{4, []string{"unjoined"}}},
			want:   "package p\r\n\r\nfunc f() {\r\n\t//gojoincheck:ignore unjoined why\r\n\tgo g()\r\n}\r\n",
		},
	} {
		got, err := Add([]byte(test.src), test.places, " why ")
		if err != nil || string(got) != test.want {
			t.Errorf("%s: %v\n%s\nwant\n%s", test.name, err, got, test.want)
		}
		if formatted, err := format.Source([]byte(test.src)); err != nil || string(formatted) != test.src {
			continue
		}
		if formatted, err := format.Source(got); err != nil || string(formatted) != string(got) {
			t.Errorf("%s: not formatted any more: %v\n%s", test.name, err, got)
		}
	}
}

func TestAddRefuses(t *testing.T) {
	const src = "package p\n\nfunc f() {\n\tg(`a\nb`, func() { x++ }) // note\n}\n"
	for _, test := range []struct {
		name, src string
		line      int
		reason    string
		want      string
	}{
		{"no reason", src, 4, "  ", "a reason is needed"},
		{"a comment as reason", src, 4, "// x", "a reason is needed"},
		{"two lines", src, 4, "a\nb", "a reason is one line"},
		{"no such line", src, 40, "why", "there is no line 40"},
		{"no room", src, 5, "why", "line 5: there is no room"},
		{"no Go", "package p\nvar x = \"\n", 2, "why", "string literal not terminated"},
	} {
		if got, err := Add([]byte(test.src), []Place{{test.line, []string{"map-race"}}}, test.reason); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %s\n%s", test.name, err, test.want, got)
		}
	}
}
