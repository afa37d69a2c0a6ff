package syncmodel

import (
	"fmt"
	"go/token"
	"slices"
	"strconv"
	"strings"

	"github.com/gojoincheck/gojoincheck/internal/lazyregexp"
)

// A Word is an action as users write it in their config.
type Word struct {
	Name   string // without the argument
	Arg    bool   // takes the number of an argument: "fork(0)"
	Method bool   // is about a receiver, so that a function cannot do it
	Do     Action
	Doc    string // what the function does, to complete "the function ..."
}

// Words lists what users can say of their functions.
var Words = []Word{
	{Name: "fork", Arg: true, Do: GroupGo, Doc: "starts its argument in a goroutine, which a join of the receiver waits for if there is one"},
	{Name: "join", Method: true, Do: GroupWait, Doc: "waits for all that the receiver has started or counts"},
	{Name: "add", Method: true, Do: GroupAdd, Doc: "adds its argument, or one, to what the receiver counts"},
	{Name: "done", Method: true, Do: GroupDone, Doc: "takes one off what the receiver counts"},
	{Name: "run", Arg: true, Do: RunInline, Doc: "calls its argument before it returns, in the same goroutine"},
	{Name: "run-all", Arg: true, Do: ManyGo, Doc: "runs its argument in many goroutines and waits for them"},
	{Name: "once", Arg: true, Method: true, Do: OnceDo, Doc: "calls its argument unless the receiver has done so before"},
	{Name: "lock", Method: true, Do: Lock, Doc: "locks the receiver"},
	{Name: "unlock", Method: true, Do: Unlock, Doc: "unlocks the receiver"},
	{Name: "rlock", Method: true, Do: RLock, Doc: "locks the receiver for reading"},
	{Name: "runlock", Method: true, Do: RUnlock, Doc: "undoes rlock"},
	{Name: "release", Method: true, Do: ReleaseAll, Doc: "publishes what came before to whoever acquires the receiver"},
	{Name: "acquire", Method: true, Do: AcquireAll, Doc: "waits for a release of the receiver"},
	{Name: "blocks", Do: ServeForever, Doc: "does not return while the program works as it should"},
	{Name: "exits", Do: ExitProcess, Doc: "ends the process"},
	{Name: "writes", Arg: true, Do: WriteThrough, Doc: "writes what its argument points to"},
	{Name: "nothing", Do: Nothing, Doc: "neither starts, joins nor keeps anything"},
}

// userDoc stands where rows of the table quote a documentation.
const userDoc = "declared in the config"

// An ActionError is a mistake in the action of a user's row; others are in the
// function's name.
type ActionError struct{ message string }

func (e *ActionError) Error() string { return e.message }

var actionForm = lazyregexp.New(`^([a-z-]+)(?:\(([0-9]+)\))?$`)

// ParseRow reads a row of a user's config: a function, as "path.Func",
// "path.Type.Method" or "(path.Type).Method", and what it does, as "fork(0)".
func ParseRow(name, action string) (Key, Row, error) {
	key, err := parseKey(name)
	if err != nil {
		return Key{}, Row{}, err
	}
	row, err := parseAction(key, action)
	if err != nil {
		return Key{}, Row{}, err
	}
	return key, row, nil
}

func parseAction(key Key, action string) (Row, error) {
	fail := func(format string, args ...any) (Row, error) {
		return Row{}, &ActionError{fmt.Sprintf(format, args...)}
	}
	m := actionForm().FindStringSubmatch(strings.TrimSpace(action))
	if m == nil {
		return fail("cannot read the action %q: it is a word, as in \"join\", or a word with the number of an argument, as in \"fork(0)\"", action)
	}
	i := slices.IndexFunc(Words, func(w Word) bool { return w.Name == m[1] })
	if i < 0 {
		return fail("unknown action %q: it is one of %s", m[1], strings.Join(wordNames(), ", "))
	}
	w := Words[i]
	switch {
	case w.Method && key.Recv == "":
		return fail("%s is about the receiver of a method, and %s.%s is a function", w.Name, key.Pkg, key.Name)
	case w.Arg && m[2] == "":
		return fail("%s needs the number of an argument, counted from 0: %s(0)", w.Name, w.Name)
	case !w.Arg && m[2] != "":
		return fail("%s takes no argument", w.Name)
	}
	row := Row{Do: w.Do, Doc: userDoc}
	if w.Arg {
		n, err := strconv.Atoi(m[2])
		if err != nil || n > maxArg {
			return fail("%s has no argument %s", key.Name, m[2])
		}
		row.Arg = n
	}
	return row, nil
}

// maxArg is more than the arguments of any function that people write.
const maxArg = 99

func wordNames() (names []string) {
	for _, w := range Words {
		name := w.Name
		if w.Arg {
			name += "(n)"
		}
		names = append(names, name)
	}
	return names
}

var (
	bracketed  = lazyregexp.New(`^\(\*?(.+)\.(\w+)\)\.(\w+)$`)
	apiVersion = lazyregexp.New(`^v[0-9]+$`) // ends an import path, as in gopkg.in/yaml.v3
)

// parseKey takes a name apart. Dots are in import paths too, but not behind
// the last slash, apart from versions.
func parseKey(name string) (Key, error) {
	name = strings.TrimSpace(name)
	if m := bracketed().FindStringSubmatch(name); m != nil {
		return validKey(name, Key{Pkg: m[1], Recv: m[2], Name: m[3]})
	}
	slash := strings.LastIndexByte(name, '/') + 1
	parts := strings.Split(name[slash:], ".")
	last := len(parts) - 1
	if last < 1 {
		return validKey(name, Key{})
	}
	key := Key{Name: parts[last]}
	if last >= 2 && !apiVersion().MatchString(parts[last-1]) {
		last--
		key.Recv = parts[last]
	}
	key.Pkg = name[:slash] + strings.Join(parts[:last], ".")
	return validKey(name, key)
}

func validKey(name string, k Key) (Key, error) {
	if !token.IsIdentifier(k.Name) || k.Recv != "" && !token.IsIdentifier(k.Recv) || !validPath(k.Pkg) {
		return Key{}, fmt.Errorf("%q names no function: write path.Func, path.Type.Method or (path.Type).Method, with the full import path", name)
	}
	return k, nil
}

func validPath(path string) bool {
	return path != "" && !strings.ContainsAny(path, " \t()*[]\"'`,;:") &&
		!strings.HasPrefix(path, "/") && !strings.HasSuffix(path, "/") && !strings.Contains(path, "//")
}

// Extend adds rows to the table, in place of those that it has for the same
// functions. It is to be called before any analysis: the table is not locked.
//
// A row that forks starts a goroutine for the receiver's join where the table
// has one for the type, and otherwise one that nothing waits for by itself.
func Extend(rows map[Key]Row) {
	for k, r := range rows {
		table()[k] = r
	}
	for k, r := range rows {
		if r.Do == GroupGo && r.Doc == userDoc && !joinable(k) {
			r.Do = TimerGo
			table()[k] = r
		}
	}
	names := collectNames()
	namesOf = func(pkg string) packageNames { return names[pkg] }
}

// joinable reports whether a method of the type waits.
func joinable(k Key) bool {
	if k.Recv == "" {
		return false
	}
	for other, r := range table() {
		if other.Pkg == k.Pkg && other.Recv == k.Recv && r.Do == GroupWait {
			return true
		}
	}
	return false
}
