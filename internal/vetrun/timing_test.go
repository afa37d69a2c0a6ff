package vetrun

import (
	"reflect"
	"testing"
)

func TestParseActions(t *testing.T) {
	got := parseActions([]byte(`[
		{"Mode": "go vet"},
		{"Mode": "vet", "Package": "example.com/p [example.com/p.test]", "Cmd": ["tool vet.cfg"], "CmdReal": 30, "CmdUser": 20, "CmdSys": 5},
		{"Mode": "vet", "Package": "fmt", "Cmd": null},
		{"Mode": "build", "Package": "fmt", "Cmd": ["compile"], "CmdReal": 99}
	]`))
	want := Timing{Analyzed: []UnitTime{{"example.com/p", 30, 25}}, Cached: 1}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	for _, text := range []string{"", "{}", `["x"]`, "[{"} {
		if got := parseActions([]byte(text)); !reflect.DeepEqual(got, Timing{}) {
			t.Errorf("%q gives %+v", text, got)
		}
	}
}
