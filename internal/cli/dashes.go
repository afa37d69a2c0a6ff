package cli

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// doubleDashes rewrites "-format" to "--format", because Go users write flags
// with one dash and the flag library reads that as "-f -o -r...". Nothing is
// lost: no flag here has a shorthand that could be combined with others.
func doubleDashes(root *cobra.Command, args []string) []string {
	if len(args) > 0 && strings.HasPrefix(args[0], "__complete") {
		return args // the shell asks; the words are not complete
	}
	out := make([]string, 0, len(args))
	for i := 0; i < len(args); i++ {
		arg := args[i]
		if arg == "--" {
			return append(out, args[i:]...)
		}
		if len(arg) > 2 && arg[0] == '-' && arg[1] != '-' && !isShorthand(root, arg) {
			arg = "-" + arg
		}
		out = append(out, arg)
		if takesNext(root, arg) && i+1 < len(args) {
			i++
			out = append(out, args[i]) // a value, whatever it looks like
		}
	}
	return out
}

// isShorthand recognizes "-Cdir" and "-j4".
func isShorthand(root *cobra.Command, arg string) bool {
	short := root.Flags().ShorthandLookup(arg[1:2])
	if short == nil || short.NoOptDefVal != "" || lookup(root, arg[1:]) != nil {
		return false
	}
	// "-j4" has a number in it, "-json" is a mistake to name as such.
	return short.Value.Type() != "int" || strings.ContainsAny(arg[2:3], "=0123456789")
}

// takesNext reports whether the argument is a flag whose value is the next one.
func takesNext(root *cobra.Command, arg string) bool {
	var f *pflag.Flag
	if name, ok := strings.CutPrefix(arg, "--"); ok && !strings.Contains(name, "=") {
		f = lookup(root, name)
	} else if len(arg) == 2 && arg[0] == '-' {
		f = root.Flags().ShorthandLookup(arg[1:])
	}
	return f != nil && f.NoOptDefVal == ""
}

func lookup(root *cobra.Command, name string) *pflag.Flag {
	name, _, _ = strings.Cut(name, "=")
	return root.Flags().Lookup(name)
}
