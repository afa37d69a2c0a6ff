package front

import (
	"os"
	"slices"
	"strings"
)

// Most units of a build are dependencies that have nothing to say, and what
// they cost is the start of the process: the initialization of the packages that
// it is linked from, which those units need none of. Packages are initialized in
// the order of their paths, each as soon as those that it imports have been
// ("The Go Programming Language Specification", Program initialization). This
// package imports little, so its turn comes early, and it answers right then.
func init() {
	cfg, answered := answer(os.Args[1:])
	if answered {
		os.Exit(0)
	}
	early = cfg
}

// early is the config of the unit that is not answered at the start, with what
// was found out about it, for the main function to go on with. It is nil if the
// program is no vet tool.
var early *Config

// answer answers, if the arguments are those of a vet tool for a unit that is
// silent, and returns the unit's config if it could be read. Whatever is wrong is
// left to the main function, which tells.
func answer(args []string) (cfg *Config, answered bool) {
	if len(args) == 0 || !strings.HasSuffix(args[len(args)-1], ".cfg") || Fixing(args) {
		return nil, false
	}
	cfg, err := ReadConfig(args[len(args)-1])
	if err != nil || cfg.Compiler != "gc" || cfg.VetxOutput == "" {
		return cfg, false
	}
	silent, err := cfg.Silent()
	return cfg, err == nil && silent && WriteFile(cfg.VetxOutput, nil) == nil
}

// Silent reports whether the unit is asked for facts alone and has none to
// tell, because it belongs to the standard library, which the analyzers know
// from a table, or to the module of somebody else and does not bear the marks
// of [Forking].
func (cfg *Config) Silent() (bool, error) {
	switch {
	case cfg.VetxOnly && cfg.Standard():
		return true, nil
	case !cfg.Foreign():
		return false, nil
	}
	if cfg.forks == nil {
		sources, err := cfg.Sources()
		if err != nil {
			return false, err
		}
		forks := Forking.In(sources)
		cfg.forks = &forks
	}
	return !*cfg.forks, nil
}

// Fixing reports whether the flags ask for fixes to be applied. Another driver
// does that, and its fact files are its own.
func Fixing(args []string) bool {
	return slices.ContainsFunc(args, func(arg string) bool {
		switch "-" + strings.TrimLeft(arg, "-") {
		case "-fix", "-fix=true", "-fix=1", "-fix=t", "-diff", "-diff=true":
			return true
		}
		return false
	})
}
