package vetrun

import (
	"encoding/json"
	"os"
	"strings"
	"time"
)

// Timing tells where the time of a run went.
type Timing struct {
	Wall     time.Duration // of the go command
	Analyzed []UnitTime    // the units for which the vet tool ran, in no order
	Cached   int           // the units that the cache answered, or nobody had to
}

// A UnitTime is what one run of the vet tool took.
type UnitTime struct {
	Package string
	Real    time.Duration
	CPU     time.Duration
}

func (t *Timing) add(other Timing) {
	t.Wall += other.Wall
	t.Analyzed = append(t.Analyzed, other.Analyzed...)
	t.Cached += other.Cached
}

// An actionGraph is a temporary file in which the go command tells of what it
// did. The flag for it is undocumented, so a file that says nothing, or that
// nobody can read any more, costs the details and nothing else.
type actionGraph struct{ name string }

func newActionGraph() (actionGraph, error) {
	f, err := os.CreateTemp("", "gojoincheck-*.json")
	if err != nil {
		return actionGraph{}, err
	}
	return actionGraph{f.Name()}, f.Close()
}

func (g actionGraph) flag() string { return "-debug-actiongraph=" + g.name }

func (g actionGraph) remove() { os.Remove(g.name) }

func (g actionGraph) read() Timing {
	data, err := os.ReadFile(g.name)
	if err != nil {
		return Timing{}
	}
	return parseActions(data)
}

// parseActions finds the runs of the vet tool among the actions. One that the
// cache answered has no command.
func parseActions(data []byte) (t Timing) {
	var actions []struct {
		Mode    string
		Package string
		Cmd     []string
		CmdReal time.Duration
		CmdUser time.Duration
		CmdSys  time.Duration
	}
	if err := json.Unmarshal(data, &actions); err != nil {
		return Timing{}
	}
	for _, a := range actions {
		switch {
		case !strings.HasPrefix(a.Mode, "vet") || a.Package == "":
		case len(a.Cmd) == 0:
			t.Cached++
		default:
			t.Analyzed = append(t.Analyzed, UnitTime{packagePath(a.Package), a.CmdReal, a.CmdUser + a.CmdSys})
		}
	}
	return t
}
