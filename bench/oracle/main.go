// Command oracle checks the linter against all interleavings of random Go
// programs:
//
//	go run ./bench/oracle -n 100000
//
// Each program is generated as source: goroutines in every style, with groups,
// channels, selects, locks, flags, contexts, helpers of the same and of another
// package. The real analyzers judge it, and a machine that runs every
// interleaving with the vector clocks of the Go memory model does, too. What
// the two do not agree on is counted by kind: after a colon stands the limit
// that explains it, in parentheses that the program can panic or misuses a group
// (see docs/assumptions.md). -show prints examples, made as small as they get.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log"
	"maps"
	"math/rand/v2"
	"os"
	"os/signal"
	"slices"
	"strings"
	"time"

	"github.com/gojoincheck/gojoincheck/internal/hb"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("oracle: ")
	c := campaign{counts: map[string]int{}, shown: map[string]int{}, out: os.Stdout}
	flag.IntVar(&c.n, "n", 100_000, "how many programs")
	flag.Uint64Var(&c.seed, "seed", 1, "seed of the programs")
	flag.IntVar(&c.show, "show", 0, "how many contradictions of each kind to print, made small")
	flag.StringVar(&c.kind, "kind", "", "print contradictions whose kind starts with this only")
	flag.Parse()
	start := time.Now()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := c.run(ctx); err != nil {
		log.Fatal(err)
	}
	c.report()
	fmt.Printf("%.1f ms a program\n", float64(time.Since(start).Milliseconds())/float64(max(c.counts["programs"], 1)))
}

// A campaign judges many programs.
type campaign struct {
	n      int
	seed   uint64
	show   int
	kind   string
	out    io.Writer
	counts map[string]int
	shown  map[string]int
	engine *engine
}

// run judges the programs until it is interrupted.
func (c *campaign) run(ctx context.Context) error {
	var err error
	if c.engine, err = newEngine(); err != nil {
		return err
	}
	for i := range c.n {
		if ctx.Err() != nil {
			break
		}
		r := rand.New(rand.NewPCG(c.seed, uint64(i)))
		p := generate(r)
		c.counts["programs"]++
		j, why := c.engine.compare(p)
		if why != "" {
			c.counts["program "+why]++
			continue
		}
		c.count(&j)
		for _, x := range j.contradictions() {
			c.counts[x.kind]++
			c.print(p, x.kind)
		}
	}
	return nil
}

// print shows a contradiction, if that is asked for.
func (c *campaign) print(p *prog, kind string) {
	if c.shown[kind] >= c.show || !strings.HasPrefix(kind, c.kind) {
		return
	}
	c.shown[kind]++
	p = shrink(p, func(p *prog) bool {
		j, why := c.engine.compare(p)
		return why == "" && slices.ContainsFunc(j.contradictions(), func(x contradiction) bool { return x.kind == kind })
	})
	j, _ := c.engine.compare(p)
	fmt.Fprintf(c.out, "--- %s\n%s%v\n\n", kind, j.String(), j.contradictions())
}

func (c *campaign) count(j *judged) {
	c.counts["states"] += j.out.states
	c.counts["shown racing pairs"] += len(j.out.races)
	c.counts["shown forks"] += len(j.out.forks)
	c.counts["shown deadlocks"] += len(j.out.deadlocks)
	if j.p.main {
		c.counts["shown unfinished forks of main"] += len(j.out.unfinished)
	}
	c.counts["said joined"] += len(j.v.joined)
	for _, f := range j.v.findings {
		switch {
		case f.By == hb.Locked:
		case raceRules[f.Rule]:
			c.counts["said race"]++
		case endRules[f.Rule]:
			c.counts["said end"]++
		case leakRules[f.Rule]:
			c.counts["said leak"]++
		case f.Rule == "ordered":
			c.counts["said ordered"]++
		default:
			c.counts["said "+f.Rule]++
		}
	}
}

// A share compares the contradictions of a kind with what they are part of.
type share struct {
	kind, of string
	what     string
}

// shares are the rates that matter, soundness first.
var shares = []share{
	{"unsound joined", "said joined", "of the forks called joined need not be over"},
	{"unsound ordered", "said ordered", "of the accesses called ordered race"},
	{"false race", "said race", "of the races told have no interleaving"},
	{"false end", "said end", "of the forks told to be unjoined are joined"},
	{"false leak", "said leak", "of the leaks told have no interleaving"},
	{"missed race", "shown racing pairs", "of the racing pairs are told of nowhere"},
	{"missed end", "shown unfinished forks of main", "of the forks that main leaves behind are not told"},
	{"missed leak", "shown deadlocks", "of the deadlocks are not told"},
}

// rates gives a share in percent: of all contradictions of its kind, and of
// those that no documented assumption or limit explains.
func (c *campaign) rates(s share) (all, plain float64) {
	of := float64(max(c.counts[s.of], 1))
	for kind, n := range c.counts {
		if base, _, _ := strings.Cut(kind, " ("); base == s.kind || strings.HasPrefix(base, s.kind+":") {
			all += 100 * float64(n) / of
		}
	}
	return all, 100 * float64(c.counts[s.kind]) / of
}

// report prints the counts, and the rates that follow.
func (c *campaign) report() {
	for _, k := range slices.Sorted(maps.Keys(c.counts)) {
		fmt.Fprintf(c.out, "%9d %s\n", c.counts[k], k)
	}
	fmt.Fprintf(c.out, "\n%8s %8s\n%8s %8s\n", "all", "not", "", "explained")
	for _, s := range shares {
		all, plain := c.rates(s)
		fmt.Fprintf(c.out, "%7.2f%% %7.2f%% %s\n", all, plain, s.what)
	}
}
