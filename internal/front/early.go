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
	if answered(os.Args[1:]) {
		os.Exit(0)
	}
}

// answered answers, if the arguments are those of a vet tool for a unit that is
// silent. Whatever is wrong is left to the main function, which tells.
func answered(args []string) bool {
	if len(args) == 0 || !strings.HasSuffix(args[len(args)-1], ".cfg") || Fixing(args) {
		return false
	}
	cfg, err := ReadConfig(args[len(args)-1])
	if err != nil || cfg.Compiler != "gc" || cfg.VetxOutput == "" {
		return false
	}
	silent, err := cfg.Silent()
	return err == nil && silent && WriteFile(cfg.VetxOutput, nil) == nil
}

// Silent reports whether the unit is asked for facts alone and has none to
// tell, because it belongs to the standard library, which the analyzers know
// from a table, or to the module of somebody else and does not bear the marks
// of [Forking].
func (cfg *Config) Silent() (bool, error) {
	switch {
	case !cfg.VetxOnly:
		return false, nil
	case cfg.Standard():
		return true, nil
	case cfg.OwnModule():
		return false, nil
	}
	sources, err := cfg.Sources()
	return err == nil && !Forking.In(sources), err
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
