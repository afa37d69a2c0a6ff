package config

import (
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/gojoincheck/gojoincheck/internal/rule"
)

// valid are configs that both the code and the schema accept.
var valid = map[string]string{
	"empty":            "",
	"comment":          "# nothing\n",
	"the template":     Template(),
	"levels":           "rules:\n  all: off\n  missingjoin: on\n  unjoined: note\n  captured-race: warning\n  sleep-join: error\n",
	"YAML 1.1 levels":  "rules: {unjoined: true, sleep-join: false}\n",
	"anchors":          "rules: {unjoined: &a off, sleep-join: *a}\n",
	"merge keys":       "rules:\n  <<: {unjoined: off}\n",
	"paths":            "include: [cmd, ./internal/]\nexclude:\n  - third_party\n  - path: '**/*_test.go'\n    rules: [unjoined, closurecapture, all]\n",
	"switches":         "tests: false\nnotes: true\nfail-on: error\nbaseline: .gojoincheck-baseline.json\n",
	"left out values":  "rules:\ninclude:\nexclude:\ntests:\nnotes:\nfail-on:\nbaseline:\nprimitives:\n",
	"JSON":             `{"rules": {"unjoined": "off"}, "tests": false}`,
	"primitives":       "primitives:\n  example.com/pool.Pool.Submit: fork(0)\n  (*example.com/pool.Pool).Wait: join\n  example.com/x.Run: blocks\n",
	"carriage returns": "tests: false\r\nnotes: true\r\n",
}

// invalid are configs that neither accepts, and where the code sees the
// mistake. Where code is set, only the code can see it.
var invalid = map[string]struct {
	text string
	want string
	code bool
}{
	"unknown field":      {text: "rulez: {}\n", want: `f.yml:1:1: unknown field "rulez"`},
	"unknown inner":      {text: "exclude:\n  - path: x\n    rule: [all]\n", want: `f.yml:3:5: unknown field "rule"`},
	"a number as field":  {text: "3: 4\n", want: `f.yml:1:1: unknown field "3"`},
	"unknown rule":       {text: "tests: true\nrules:\n  unjoind: off\n", want: `f.yml:3:3: unknown rule "unjoind": do you mean "unjoined"?`},
	"quite unknown rule": {text: "rules: {zzzzzzz: off}\n", want: `f.yml:1:9: unknown rule "zzzzzzz": 'gojoincheck rules' lists them`},
	"unknown level":      {text: "rules:\n  unjoined: fatal\n", want: `f.yml:2:13: unknown level "fatal": it is one of off, on, note, warning, error`},
	"no level":           {text: "rules:\n  unjoined:\n", want: `f.yml:2:13: unknown level "": it is one of off, on, note, warning, error`},
	"a list as level":    {text: "rules:\n  unjoined: [off]\n", want: "f.yml:2:13: a word is expected here"},
	"excluded rule":      {text: "exclude:\n- path: x\n  rules:\n  - sleepjoin\n", want: `f.yml:4:5: unknown rule "sleepjoin": do you mean "sleep-join"?`},
	"absolute pattern":   {text: "include: [/x]\n", want: `f.yml:1:11: pattern "/x": paths are relative, with slashes`},
	"backslashes":        {text: `exclude: ['a\b']`, want: `f.yml:1:11: pattern "a\\b": paths are relative, with slashes`},
	"pattern above":      {text: "exclude:\n- path: ../x\n", want: `f.yml:2:9: pattern "../x" leads out of the tree`},
	"empty pattern":      {text: "include: ['']\n", want: "f.yml:1:11: an empty pattern"},
	"no pattern":         {text: "exclude:\n- rules: [all]\n", want: "an empty pattern"},
	"malformed pattern":  {text: "include:\n- a\n- '[b'\n", want: `f.yml:3:3: pattern "[b" is malformed`, code: true},
	"not a switch":       {text: "tests: maybe\n", want: "f.yml:1:8: true or false is expected here"},
	"not a list":         {text: "include: x\n", want: "f.yml:1:10: string was used where sequence is expected"},
	"not a mapping":      {text: "- a\n", want: "f.yml:1:1: sequence was used where mapping is expected"},
	"unknown severity":   {text: "fail-on: none\n", want: `f.yml:1:10: unknown severity "none": it is one of error, warning, note`},
	"a name of nothing":  {text: "primitives:\n  Submit: join\n", want: `f.yml:2:3: "Submit" names no function`, code: true},
	"unknown action":     {text: "primitives:\n  a/b.T.M: spawn\n", want: `f.yml:2:12: unknown action "spawn"`},
	"no argument":        {text: "primitives: {a/b.T.M: fork}\n", want: "f.yml:1:23: fork needs the number of an argument"},
	"join of a function": {text: "primitives: {a/b.F: join}\n", want: "f.yml:1:21: join is about the receiver of a method, and a/b.F is a function", code: true},
	"twice":              {text: "tests: true\ntests: false\n", want: `f.yml:2:1: mapping key "tests" already defined`, code: true},
	"two documents":      {text: "tests: true\n---\nnotes: true\n", want: "f.yml:3:", code: true},
	"no YAML":            {text: "a: b: c\n", want: "f.yml:1:4: mapping value is not allowed in this context", code: true},
	"tabs":               {text: "rules:\n\tunjoined: off\n", want: "f.yml:2:1: found character '\t' that cannot start any token", code: true},
	"no such anchor":     {text: "tests: *x\n", want: `f.yml:1:9: could not find alias "x"`, code: true},
	"binary":             {text: "\xff\xfe\x00", want: "f.yml:", code: true},
}

func TestValid(t *testing.T) {
	for name, text := range valid {
		if _, err := Parse("f.yml", []byte(text), rule.All()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestInvalid(t *testing.T) {
	for name, test := range invalid {
		_, err := Parse("f.yml", []byte(test.text), rule.All())
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v\nwant %s", name, err, test.want)
		}
		if err != nil && !errors.As(err, new(*ParseError)) {
			t.Errorf("%s: %T is no ParseError", name, err)
		}
	}
}

func TestEveryMistakeIsReportedInOrder(t *testing.T) {
	_, err := Parse("f.yml", []byte("fail-on: x\nrules:\n  b: off\n  a: off\ninclude: [/a]\n"), rule.All())
	want := []string{"f.yml:1:10: ", "f.yml:3:3: ", "f.yml:4:3: ", "f.yml:5:11: "}
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != len(want) {
		t.Fatalf("got %q", lines)
	}
	for i := range want {
		if !strings.HasPrefix(lines[i], want[i]) {
			t.Errorf("line %d: %s, want %s", i, lines[i], want[i])
		}
	}
}

// TestSchemaAgrees holds the schema to the code: both accept the valid configs
// and refuse the invalid ones.
func TestSchemaAgrees(t *testing.T) {
	schema := compileSchema(t)
	for name, text := range valid {
		if err := schema.Validate(decode(t, name, text)); err != nil {
			t.Errorf("%s: the schema refuses it: %v", name, err)
		}
	}
	for name, test := range invalid {
		if !test.code && schema.Validate(decode(t, name, test.text)) == nil {
			t.Errorf("%s: the schema accepts it", name)
		}
	}
}

func compileSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	schema, err := jsonschema.NewCompiler().Compile(filepath.Join("..", "..", "gojoincheck.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// decode turns YAML into what a schema judges.
func decode(t *testing.T, name, text string) any {
	t.Helper()
	var v any
	if err := yaml.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	data, err := json.Marshal(stringKeys(v))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	v, err = jsonschema.UnmarshalJSON(strings.NewReader(string(data)))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return v
}

// stringKeys makes keys strings, as JSON has no others.
func stringKeys(v any) any {
	switch v := v.(type) {
	case map[any]any:
		out := map[string]any{}
		for k, e := range v {
			text, _ := json.Marshal(k)
			out[strings.Trim(string(text), `"`)] = stringKeys(e)
		}
		return out
	case map[string]any:
		for k, e := range v {
			v[k] = stringKeys(e)
		}
	case []any:
		for i, e := range v {
			v[i] = stringKeys(e)
		}
	}
	return v
}

// TestEffective prints a config that means the same.
func TestEffective(t *testing.T) {
	for name, text := range valid {
		c, err := Parse("f.yml", []byte(text), rule.All())
		if err != nil {
			t.Fatal(err)
		}
		printed, err := c.Effective(rule.All())
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		again, err := Parse("f.yml", []byte(printed), rule.All())
		if err != nil {
			t.Errorf("%s: %v\n%s", name, err, printed)
			continue
		}
		if twice, err := again.Effective(rule.All()); err != nil || twice != printed {
			t.Errorf("%s: %v\n%s\nand then\n%s", name, err, printed, twice)
		}
	}
}

func TestLevels(t *testing.T) {
	c := &Config{Rules: map[string]Level{"all": Off, "missingjoin": Warning, "unjoined": Error}}
	for _, test := range []struct {
		id, analyzer string
		want         Level
	}{
		{"unjoined", "missingjoin", Error}, {"sleep-join", "missingjoin", Warning}, {"map-race", "closurecapture", Off},
	} {
		if got := c.Level(test.id, test.analyzer); got != test.want {
			t.Errorf("%s: %s, want %s", test.id, got, test.want)
		}
	}
	if (&Config{}).Level("unjoined", "missingjoin") != On {
		t.Error("a rule that the config does not name is not on")
	}
}

func TestApply(t *testing.T) {
	rules := []*rule.Rule{{ID: "a", Severity: rule.Error}, {ID: "b", Severity: rule.Note}, {ID: "c", Severity: rule.Error}, {ID: "d", Severity: rule.Error}}
	(&Config{Rules: map[string]Level{"a": Note, "b": Error, "c": On, "d": Off}}).Apply(rules)
	for i, want := range []rule.Severity{rule.Note, rule.Error, rule.Error, rule.Error} {
		if rules[i].Severity != want {
			t.Errorf("%s: %v, want %v", rules[i].ID, rules[i].Severity, want)
		}
	}
}

func TestShowsFile(t *testing.T) {
	base := t.TempDir()
	for _, test := range []struct {
		config string
		file   string
		rule   string
		want   bool
	}{
		{"", "a.go", "unjoined", true},
		{"include: [cmd]", "cmd/a/main.go", "unjoined", true},
		{"include: [cmd]", "cmds/main.go", "unjoined", false},
		{"include: [.]", "cmds/main.go", "unjoined", true},
		{"include: ['*.go']", "main.go", "unjoined", true},
		{"include: ['*.go']", "a/main.go", "unjoined", false},
		{"exclude: [third_party/]", "third_party/x/y.go", "unjoined", false},
		{"exclude: [./a/b.go]", "a/b.go", "unjoined", false},
		{"exclude: ['**/*_gen.go']", "a/b/x_gen.go", "unjoined", false},
		{"exclude: ['**/*_gen.go']", "x_gen.go", "unjoined", false},
		{"exclude: ['**/testutil']", "a/testutil/x.go", "unjoined", false},
		{"exclude: ['{a,b}/**']", "b/x.go", "unjoined", false},
		{"include: [a]\nexclude: [a/b]", "a/b/x.go", "unjoined", false},
		{"exclude: [{path: a, rules: [unjoined]}]", "a/x.go", "unjoined", false},
		{"exclude: [{path: a, rules: [missingjoin]}]", "a/x.go", "unjoined", false},
		{"exclude: [{path: a, rules: [all]}]", "a/x.go", "unjoined", false},
		{"exclude: [{path: a, rules: [sleep-join]}]", "a/x.go", "unjoined", true},
		{"include: [a]", "../x.go", "unjoined", false},
	} {
		c, err := Parse("f.yml", []byte(test.config), rule.All())
		if err != nil {
			t.Fatal(err)
		}
		c.Base = base
		file := filepath.Join(base, filepath.FromSlash(test.file))
		if got := c.ShowsFile(file, test.rule, rule.Lookup(test.rule).Analyzer); got != test.want {
			t.Errorf("%q: %s in %s: shown: %v", test.config, test.rule, test.file, got)
		}
	}
}

func TestKeyIgnoresForm(t *testing.T) {
	key := func(text string) string {
		c, err := Parse("f.yml", []byte(text), rule.All())
		if err != nil {
			t.Fatal(err)
		}
		k, err := c.Key()
		if err != nil {
			t.Fatal(err)
		}
		return string(k)
	}
	if key("tests: false\nrules: {unjoined: off, sleep-join: on}\n") != key("# why\nrules:\n  sleep-join: true\n  unjoined: off\ntests: false\n") {
		t.Error("the form of a config changes its key")
	}
	if key("tests: false\n") == key("tests: true\n") {
		t.Error("the content of a config does not change its key")
	}
}
