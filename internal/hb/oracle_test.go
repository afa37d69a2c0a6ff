package hb_test

import (
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/gojoincheck/gojoincheck/internal/hb"
	"github.com/gojoincheck/gojoincheck/internal/hb/oracle"
)

var (
	oracleN    = flag.Int("oracle.n", 5000, "how many random programs the oracle judges")
	oracleSeed = flag.Uint64("oracle.seed", 1, "seed of the random programs")
	oracleShow = flag.Int("oracle.show", 0, "how many counter-examples of each kind to print, shrunk")
	oracleKind = flag.String("oracle.kind", "", "print counter-examples of this kind only")
)

// maxStates bounds the exploration of one program.
const maxStates = 3000

// raceRules are the rules that tell of two accesses without an order.
var raceRules = map[string]bool{
	"captured-race": true, "sibling-race": true, "instance-race": true, "err-capture": true, "loop-variable": true,
	"map-race": true, "append-race": true, "write-after-release": true, "wrong-lock": true,
}

// A contradiction is a verdict that the interleavings do not bear out.
type contradiction struct {
	kind string
	what string
}

// judged is a program with what the solver and the oracle say of it.
type judged struct {
	p        *oracle.Prog
	findings []hb.Finding
	out      oracle.Outcome
}

// judge runs both; it reports false when the program is beyond the oracle.
func judge(p *oracle.Prog) (judged, bool) {
	out, ok := oracle.Run(p, maxStates)
	if !ok {
		return judged{}, false
	}
	sp, g := p.Lower()
	return judged{p, hb.New(sp).Solve(g, hb.MainRoot), out}, true
}

// The shares of contradictions that are allowed. What is missed is a second
// access at the place of a race that was told of already, or lies behind a
// misuse that is told of instead; false ones come from paths that a deadlock or
// a panic cuts off, which a may analysis does not see.
const (
	maxMissed = 0.015 // of the oracle's racing pairs
	maxFalse  = 0.16  // of the findings of races
)

// TestOracle compares verdicts on random programs with all their
// interleavings.
func TestOracle(t *testing.T) {
	counts := map[string]int{}
	shown := map[string]int{}
	r := rand.New(rand.NewPCG(*oracleSeed, 0))
	for range *oracleN {
		p := oracle.Generate(r)
		j, ok := judge(p)
		counts["programs"]++
		if !ok {
			counts["beyond the oracle"]++
			continue
		}
		j.count(counts)
		for _, c := range j.contradictions() {
			counts[c.kind]++
			if shown[c.kind] < *oracleShow && (*oracleKind == "" || c.kind == *oracleKind) {
				shown[c.kind]++
				p := oracle.Shrink(p, func(p *oracle.Prog) bool {
					j, ok := judge(p)
					return ok && slices.ContainsFunc(j.contradictions(), func(d contradiction) bool { return d.kind == c.kind })
				})
				j, _ := judge(p)
				t.Logf("%s\n%s\nfindings: %s\noracle: %+v\n%v", c.kind, p, show(j.findings), j.out, j.contradictions())
			}
		}
	}
	for _, k := range slices.Sorted(maps.Keys(counts)) {
		t.Logf("%6d %s", counts[k], k)
	}
	races := 0
	for rule := range raceRules {
		races += counts["finding "+rule]
	}
	missed := float64(counts["missed race"]) / float64(counts["oracle race pairs"])
	wrong := float64(counts["false race"]) / float64(races)
	t.Logf("missed %.1f%% of the racing pairs; %.1f%% of the races found have no interleaving", 100*missed, 100*wrong)
	if missed > maxMissed || wrong > maxFalse {
		t.Errorf("more contradictions than allowed (%.1f%%, %.1f%%)", 100*maxMissed, 100*maxFalse)
	}
}

func show(fs []hb.Finding) string {
	var b strings.Builder
	for _, f := range fs {
		fmt.Fprintf(&b, "%d:%s(%s", f.Pos, f.Rule, f.Name)
		for _, s := range f.Steps {
			fmt.Fprintf(&b, " %d@%d", s.Role, s.Pos)
		}
		b.WriteString(f.By + ") ")
	}
	return b.String()
}

func (j judged) count(counts map[string]int) {
	for _, f := range j.findings {
		counts["finding "+f.Rule]++
	}
	counts["states"] += j.out.States
	counts["oracle race pairs"] += len(j.out.Races)
	counts["oracle unfinished"] += len(j.out.Unfinished)
	if j.out.Stuck {
		counts["oracle stuck"]++
	}
	if j.out.Panics {
		counts["oracle panics"]++
	}
	if j.out.Misuse {
		counts["oracle misuse"]++
	}
}

func pair(a, b int) [2]int { return [2]int{min(a, b), max(a, b)} }

func (j judged) contradictions() []contradiction {
	var out []contradiction
	add := func(kind, format string, args ...any) {
		out = append(out, contradiction{kind, fmt.Sprintf(format, args...)})
	}
	touched := map[int]bool{}
	other := false
	for _, f := range j.findings {
		switch {
		case raceRules[f.Rule]:
			touched[int(f.Pos)] = true
			for _, s := range f.Steps {
				if s.Role == hb.RoleOther {
					touched[int(s.Pos)] = true
					if !j.out.Races[pair(int(f.Pos), int(s.Pos))] {
						add("false race", "%s %d-%d", f.Rule, f.Pos, s.Pos)
					}
				}
			}
		case f.Rule == "ordered":
		case f.Rule == "unjoined" || f.Rule == "join-skipped" || f.Rule == "group-not-waited":
			if !j.out.Unfinished[int(f.Pos)] {
				add("false "+f.Rule, "%d", f.Pos)
			}
		default:
			other = true
			if !j.out.Stuck && !j.out.Panics && !j.out.Misuse && len(j.out.Unfinished) == 0 {
				add("false "+f.Rule, "%d", f.Pos)
			}
		}
	}
	for r := range j.out.Races {
		if touched[r[0]] || touched[r[1]] {
			continue
		}
		switch {
		case j.out.Panics:
			add("missed race: panics", "%v", r)
		case j.out.Misuse:
			add("missed race: misuse", "%v", r)
		case other:
			add("missed race: other finding", "%v", r)
		default:
			add("missed race", "%v", r)
		}
	}
	for f := range j.out.Unfinished {
		found := slices.ContainsFunc(j.findings, func(x hb.Finding) bool { return int(x.Pos) == f && !raceRules[x.Rule] })
		if !found && !other && !j.out.Panics && !j.out.Misuse {
			add("missed unfinished", "%d", f)
		}
	}
	return out
}
