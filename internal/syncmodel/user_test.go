package syncmodel

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
)

func TestParseRow(t *testing.T) {
	for _, test := range []struct {
		name, action string
		key          Key
		do           Action
		arg          int
	}{
		{"example.com/pool.Pool.Submit", "fork(0)", Key{"example.com/pool", "Pool", "Submit"}, GroupGo, 0},
		{"example.com/pool.Pool.Wait", "join", Key{"example.com/pool", "Pool", "Wait"}, GroupWait, 0},
		{"example.com/safe.Go", "fork(1)", Key{"example.com/safe", "", "Go"}, GroupGo, 1},
		{"(*example.com/pool.Pool).Submit", " fork(0) ", Key{"example.com/pool", "Pool", "Submit"}, GroupGo, 0},
		{"(example.com/pool.Pool).Submit", "run-all(2)", Key{"example.com/pool", "Pool", "Submit"}, ManyGo, 2},
		{"gopkg.in/tomb.v2.Tomb.Go", "fork(0)", Key{"gopkg.in/tomb.v2", "Tomb", "Go"}, GroupGo, 0},
		{"gopkg.in/tomb.v2.Run", "blocks", Key{"gopkg.in/tomb.v2", "", "Run"}, ServeForever, 0},
		{"time.Sleep", "nothing", Key{"time", "", "Sleep"}, Nothing, 0},
		{"m.worker.run", "blocks", Key{"m", "worker", "run"}, ServeForever, 0},
	} {
		key, row, err := ParseRow(test.name, test.action)
		if err != nil {
			t.Errorf("%s: %s: %v", test.name, test.action, err)
			continue
		}
		if key != test.key || row.Do != test.do || row.Arg != test.arg || row.Doc == "" {
			t.Errorf("%s: %s: got %v %+v", test.name, test.action, key, row)
		}
	}
}

func TestParseRowRefuses(t *testing.T) {
	for _, test := range []struct {
		name, action string
		ofAction     bool
		message      string
	}{
		{"Submit", "join", false, "names no function"},
		{"", "join", false, "names no function"},
		{"example.com/pool.", "join", false, "names no function"},
		{"example.com/a pool.Wait", "join", false, "names no function"},
		{"example.com//pool.Wait", "join", false, "names no function"},
		{"/pool.Wait", "join", false, "names no function"},
		{"example.com/pool.Pool.func", "join", false, "names no function"},
		{"p.T.M", "", true, "cannot read the action"},
		{"p.T.M", "fork(x)", true, "cannot read the action"},
		{"p.T.M", "fork(-1)", true, "cannot read the action"},
		{"p.T.M", "forks(0)", true, "unknown action \"forks\": it is one of fork(n), join,"},
		{"p.T.M", "fork", true, "fork needs the number of an argument"},
		{"p.T.M", "fork(100)", true, "has no argument 100"},
		{"p.T.M", "fork(99999999999999999999)", true, "has no argument"},
		{"p.T.M", "join(0)", true, "join takes no argument"},
		{"p.F", "join", true, "p.F is a function"},
	} {
		_, _, err := ParseRow(test.name, test.action)
		if err == nil || !strings.Contains(err.Error(), test.message) {
			t.Errorf("%q: %q: got %v, want %s", test.name, test.action, err, test.message)
		}
		if got := errors.As(err, new(*ActionError)); got != test.ofAction {
			t.Errorf("%q: %q: mistake of the action: %v", test.name, test.action, got)
		}
	}
}

// TestExtend forks for a join that exists, in the same rows or in the table,
// and for nobody otherwise.
func TestExtend(t *testing.T) {
	table0, namesOf0 := maps.Clone(table()), namesOf
	t.Cleanup(func() {
		table = func() map[Key]Row { return table0 }
		namesOf = namesOf0
	})
	rows := map[Key]Row{}
	for name, action := range map[string]string{
		"m/pool.Pool.Submit":   "fork(0)",
		"m/pool.Pool.Wait":     "join",
		"m/pool.Loose.Submit":  "fork(0)",
		"m/safe.Go":            "fork(0)",
		"sync.WaitGroup.Start": "fork(0)",
		"sync.Mutex.Lock":      "nothing",
		"m/quiet.F":            "nothing",
	} {
		k, r, err := ParseRow(name, action)
		if err != nil {
			t.Fatal(err)
		}
		rows[k] = r
	}
	Extend(rows)
	for k, want := range map[Key]Action{
		{"m/pool", "Pool", "Submit"}:     GroupGo,
		{"m/pool", "Pool", "Wait"}:       GroupWait,
		{"m/pool", "Loose", "Submit"}:    TimerGo,
		{"m/safe", "", "Go"}:             TimerGo,
		{"sync", "WaitGroup", "Start"}:   GroupGo,
		{"sync", "Mutex", "Lock"}:        Nothing,
		{"sync", "Mutex", "Unlock"}:      Unlock,
		{"sync", "WaitGroup", "Wait"}:    GroupWait,
		{"m/pool", "Pool", "Undeclared"}: 0,
	} {
		if got := table()[k].Do; got != want {
			t.Errorf("%v: action %d, want %d", k, got, want)
		}
	}
	for pkg, want := range map[string][2][]string{
		"m/pool": {{"Submit"}, {"Submit", "Wait"}}, "m/safe": {{"Go"}, {"Go"}}, "m/quiet": {},
	} {
		if forks, meets := ForkNames(pkg), MeetNames(pkg); !slices.Equal(forks, want[0]) || !slices.Equal(meets, want[1]) {
			t.Errorf("%s: names %q and %q, want %q", pkg, forks, meets, want)
		}
	}
}
