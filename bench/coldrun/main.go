// Command coldrun measures what a vet tool costs on a module, against go vet
// with its own analyzers:
//
//	go run ./bench/coldrun -tool /path/to/tool -dir /path/to/module [-runs 5] [packages]
//
// "Cold" means that the build cache holds the export data of everything and no
// analysis results. To get there fairly, a fresh cache is filled by go build
// and by go vet with a tool that does nothing (this program itself), so that
// the export data of test variants is there too. Every cold run starts with a
// copy of that cache, and the two contenders take turns. A warm run follows
// each cold one in the same copy. Peak is the largest resident set of any one
// process, the go command included.
//
// Ratios matter, not seconds: other work on the machine slows both.
package main

import (
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("coldrun: ")
	if idleTool(os.Args[1:]) {
		return
	}
	tool := flag.String("tool", "", "the vet tool to measure (required)")
	dir := flag.String("dir", ".", "the module to measure on")
	runs := flag.Int("runs", 5, "cold runs of each contender")
	flag.Parse()
	packages := flag.Args()
	if len(packages) == 0 {
		packages = []string{"./..."}
	}
	if *tool == "" {
		log.Fatal("-tool is required")
	}
	if err := compare(*tool, *dir, *runs, packages); err != nil {
		log.Fatal(err)
	}
}

// idleTool answers as a vet tool that finds nothing, if that is what the
// arguments ask for.
func idleTool(args []string) bool {
	if len(args) == 0 {
		return false
	}
	last := args[len(args)-1]
	switch {
	case last == "-flags":
		fmt.Println(`[{"Name": "json", "Bool": true, "Usage": ""}]`)
	case last == "-V=full":
		exe, err := os.Executable()
		check(err)
		f, err := os.Open(exe)
		check(err)
		h := sha256.New()
		_, err = io.Copy(h, f)
		check(err)
		fmt.Printf("%s version devel idle buildID=%x\n", exe, h.Sum(nil))
	case strings.HasSuffix(last, ".cfg"):
		data, err := os.ReadFile(last)
		check(err)
		var cfg struct{ VetxOutput string }
		check(json.Unmarshal(data, &cfg))
		check(os.WriteFile(cfg.VetxOutput, nil, 0o666))
	default:
		return false
	}
	return true
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// A sample is one run of the go command.
type sample struct {
	wall, cpu time.Duration
	peak      int64 // bytes
}

type contender struct {
	name       string
	args       []string
	cold, warm []sample
}

func compare(tool, dir string, runs int, packages []string) error {
	tool, err := filepath.Abs(tool)
	if err != nil {
		return err
	}
	tmp, err := os.MkdirTemp("", "coldrun")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	base := filepath.Join(tmp, "base")
	if err := prepare(base, dir, packages); err != nil {
		return err
	}
	vet := &contender{name: "go vet", args: append([]string{"vet"}, packages...)}
	own := &contender{name: filepath.Base(tool), args: append([]string{"vet", "-vettool=" + tool}, packages...)}
	for range runs {
		for _, c := range []*contender{vet, own} {
			cache := filepath.Join(tmp, "run")
			if err := os.CopyFS(cache, os.DirFS(base)); err != nil {
				return err
			}
			c.cold = append(c.cold, run(cache, dir, c.args))
			c.warm = append(c.warm, run(cache, dir, c.args))
			if err := os.RemoveAll(cache); err != nil {
				return err
			}
		}
	}
	printTable(vet, own)
	return nil
}

// prepare fills the cache with export data and nothing else.
func prepare(cache, dir string, packages []string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	for _, args := range [][]string{{"build"}, {"vet", "-vettool=" + self}} {
		cmd := command(cache, dir, append(args, packages...))
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("%s: %v\n%s", cmd, err, out)
		}
	}
	return nil
}

func command(cache, dir string, args []string) *exec.Cmd {
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOCACHE="+cache)
	return cmd
}

// run measures one run. Findings make the go command fail, which is no error
// here; the operating system reports the largest process among the go command
// and its descendants.
func run(cache, dir string, args []string) sample {
	cmd := command(cache, dir, args)
	start := time.Now()
	err := cmd.Run()
	wall := time.Since(start)
	if cmd.ProcessState == nil {
		log.Fatal(err)
	}
	usage := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	cpu := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	return sample{wall, cpu, usage.Maxrss * 1024} // kilobytes on Linux
}

func printTable(vet, own *contender) {
	fmt.Printf("%-12s %10s %10s %10s %10s\n", "", "cold", "cold cpu", "warm", "peak MB")
	for _, c := range []*contender{vet, own} {
		peak := int64(0)
		for _, s := range slices.Concat(c.cold, c.warm) {
			peak = max(peak, s.peak)
		}
		fmt.Printf("%-12s %10s %10s %10s %10d\n", c.name, seconds(wall(c.cold)), seconds(cpu(c.cold)), seconds(wall(c.warm)), peak>>20)
	}
	fmt.Printf("cold wall ratio %.2f, cold cpu ratio %.2f\n",
		wall(own.cold).Seconds()/wall(vet.cold).Seconds(), cpu(own.cold).Seconds()/cpu(vet.cold).Seconds())
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.2fs", d.Seconds()) }

func wall(s []sample) time.Duration {
	return median(s, func(s sample) time.Duration { return s.wall })
}

func cpu(s []sample) time.Duration { return median(s, func(s sample) time.Duration { return s.cpu }) }

func median(samples []sample, of func(sample) time.Duration) time.Duration {
	var list []time.Duration
	for _, s := range samples {
		list = append(list, of(s))
	}
	slices.Sort(list)
	return list[len(list)/2]
}
