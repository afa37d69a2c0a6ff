package syncmodel

import (
	"go/types"
	"slices"
	"strings"
)

// unsafeTypes lists types of the standard library whose methods may not be
// called concurrently, with the methods that only read, and after a bar those that
// read only what no other changes. Their documentation
// promises nothing about concurrent use, and of a type that can bear it the
// documentation of the standard library says so.
var unsafeTypes = map[[2]string][]string{
	{"archive/tar", "Reader"}:          nil,
	{"archive/tar", "Writer"}:          nil,
	{"archive/zip", "Writer"}:          nil,
	{"bufio", "Reader"}:                {"Buffered", "|", "Size"},
	{"bufio", "Scanner"}:               {"Err", "Text", "Bytes"},
	{"bufio", "Writer"}:                {"Buffered", "Available", "AvailableBuffer", "|", "Size"},
	{"bytes", "Buffer"}:                {"Len", "Cap", "String", "Bytes", "Available", "AvailableBuffer"},
	{"compress/bzip2", "reader"}:       nil,
	{"compress/flate", "Writer"}:       nil,
	{"compress/gzip", "Reader"}:        nil,
	{"compress/gzip", "Writer"}:        nil,
	{"compress/lzw", "Reader"}:         nil,
	{"compress/lzw", "Writer"}:         nil,
	{"compress/zlib", "Writer"}:        nil,
	{"container/list", "List"}:         {"Len", "Front", "Back"},
	{"container/ring", "Ring"}:         {"Len", "Do", "Next", "Prev", "Move"},
	{"encoding/csv", "Reader"}:         {"FieldPos", "InputOffset"},
	{"encoding/csv", "Writer"}:         nil,
	{"encoding/json", "Decoder"}:       {"Buffered", "InputOffset"},
	{"encoding/json", "Encoder"}:       nil,
	{"encoding/xml", "Decoder"}:        {"InputOffset", "InputPos"},
	{"encoding/xml", "Encoder"}:        nil,
	{"hash", "Hash"}:                   {"Sum", "|", "Size", "BlockSize"},
	{"hash", "Hash32"}:                 {"Sum", "Sum32", "|", "Size", "BlockSize"},
	{"hash", "Hash64"}:                 {"Sum", "Sum64", "|", "Size", "BlockSize"},
	{"math/rand", "Rand"}:              nil,
	{"math/rand/v2", "Rand"}:           nil,
	{"math/rand/v2", "PCG"}:            nil,
	{"math/rand/v2", "ChaCha8"}:        nil,
	{"mime/multipart", "Writer"}:       {"|", "Boundary", "FormDataContentType"},
	{"mime/quotedprintable", "Writer"}: nil,
	{"strings", "Builder"}:             {"Len", "Cap", "String"},
	{"text/scanner", "Scanner"}:        {"Pos", "TokenText"},
	{"text/tabwriter", "Writer"}:       nil,
}

// Unsafe reports whether t is, or points to, a type of the standard library that
// is not safe for concurrent use.
func Unsafe(t types.Type) bool {
	n := named(t)
	if n == nil || n.Obj().Pkg() == nil || types.IsInterface(n) {
		return false
	}
	_, ok := unsafeTypes[[2]string{n.Obj().Pkg().Path(), n.Obj().Name()}]
	return ok
}

// unsafeMethod answers for the methods of unsafeTypes.
func unsafeMethod(k Key) *Row {
	reads, ok := unsafeTypes[[2]string{k.Pkg, k.Recv}]
	if !ok {
		return nil
	}
	r := &Row{Do: WriteRecv, Doc: k.Recv + " is not safe for concurrent use."}
	if k.Pkg == "container/list" { // what is put into it, somebody takes out
		r.Also = &Row{Do: HandOut}
	}
	if i := slices.Index(reads, k.Name); i >= 0 {
		r.Do = ReadRecv
		if slices.Contains(reads[:i], "|") {
			r.Do = Nothing
		}
	}
	if k.Name == "Bytes" { // "The slice aliases the buffer content", "the underlying array may point to data that will be overwritten"
		r.Returns = Receiver
	}
	return r
}

// constructor answers for the functions of the standard library that make an
// object of one of unsafeTypes. What becomes of their arguments, such as the
// writer that an encoder writes to, is not known.
func constructor(fn *types.Func) *Row {
	sig := fn.Signature()
	if sig.Recv() != nil || sig.Results().Len() == 0 || !strings.HasPrefix(fn.Name(), "New") || !Standard(fn.Pkg().Path()) {
		return nil
	}
	n := named(sig.Results().At(0).Type())
	if n == nil || n.Obj().Pkg() == nil {
		return nil
	}
	if _, ok := unsafeTypes[[2]string{n.Obj().Pkg().Path(), n.Obj().Name()}]; !ok {
		return nil
	}
	return &Row{Do: HandOut, Returns: New, Doc: fn.Name() + " returns a new " + n.Obj().Name() + "."}
}

// Standard reports whether the path is one that only the standard library has.
func Standard(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !strings.Contains(first, ".")
}

// IsRandom reports whether t is, or points to, a generator of random numbers. All
// that its methods write, its source does.
func IsRandom(t types.Type) bool {
	n := named(t)
	return n != nil && n.Obj().Pkg() != nil && random[n.Obj().Pkg().Path()] && n.Obj().Name() == "Rand"
}

// MakesRandom reports whether the function makes such a generator, of the source
// that is its one argument.
func MakesRandom(fn *types.Func) bool {
	return fn != nil && fn.Pkg() != nil && random[fn.Pkg().Path()] && fn.Name() == "New"
}

// OwnSource reports whether t is a source of random numbers that somebody has
// written himself, which is how one is made safe for concurrent use: with a lock
// within.
func OwnSource(t types.Type) bool {
	n := named(t)
	return n == nil || n.Obj().Pkg() == nil || !random[n.Obj().Pkg().Path()]
}

var random = map[string]bool{"math/rand": true, "math/rand/v2": true}

// NamedLock reports whether a method is called as those of locks are, so plainly
// that it is one whatever it is made of.
func NamedLock(fn *types.Func) bool {
	if fn == nil {
		return false
	}
	switch fn.Name() {
	case "Lock", "RLock", "Unlock", "RUnlock", "Acquire", "Release":
		return true
	}
	return false
}

// LooksLike guesses from its name whether a method that nobody can look into
// locks or unlocks its receiver (Lock, RWLock, AcquireWrite, …); it answers
// Nothing for all others. To take a method for a lock that is none costs at most
// a finding, to miss one invents races.
func LooksLike(fn *types.Func) Action {
	if fn == nil || fn.Signature().Recv() == nil {
		return Nothing
	}
	name := fn.Name()
	switch {
	case strings.Contains(name, "Unlock"), strings.HasPrefix(name, "Release"):
		return Unlock
	case strings.Contains(name, "Lock"):
		return Lock
	case strings.HasPrefix(name, "Acquire"), strings.HasPrefix(name, "TryAcquire"):
		if !gives(fn) {
			return Lock
		}
	}
	return Nothing
}

// gives reports whether the function returns more than whether it succeeded: it
// then acquires a thing rather than a lock.
func gives(fn *types.Func) bool {
	res := fn.Signature().Results()
	for i := range res.Len() {
		t := res.At(i).Type()
		if !types.Identical(t, types.Typ[types.Bool]) && !types.Identical(t, types.Universe.Lookup("error").Type()) {
			return true
		}
	}
	return false
}

// Adds reports whether an atomic function adds to its operand.
func Adds(fn *types.Func) bool { return fn != nil && strings.HasPrefix(fn.Name(), "Add") }

// Swaps reports whether the function of package sync/atomic is one of the Swaps.
func Swaps(fn *types.Func) bool { return fn != nil && strings.HasPrefix(fn.Name(), "Swap") }

// Fills reports whether the function is a Read in the manner of io.Reader: it
// writes the slice that is its argument 0. Everything that has the method has
// promised so.
func Fills(fn *types.Func) bool {
	if fn == nil || fn.Signature().Recv() == nil {
		return false
	}
	sig := fn.Signature()
	p, r := sig.Params(), sig.Results()
	want := 1
	if fn.Name() == "ReadAt" { // io.ReaderAt has an offset besides
		want = 2
	} else if fn.Name() != "Read" {
		return false
	}
	return p.Len() == want && IsBytes(p.At(0).Type()) && r.Len() == 2 && types.Identical(r.At(0).Type(), types.Typ[types.Int])
}

// ReadsBytes reports whether the function reads the bytes that it is given: a Write in the
// manner of io.Writer, or one of a package that does nothing else with them.
func ReadsBytes(fn *types.Func) bool {
	if fn == nil || fn.Pkg() == nil {
		return false
	}
	sig := fn.Signature()
	if p, r := sig.Params(), sig.Results(); sig.Recv() != nil && fn.Name() == "Write" && p.Len() == 1 && IsBytes(p.At(0).Type()) && r.Len() == 2 {
		return true
	}
	first, _, _ := strings.Cut(fn.Pkg().Path(), "/")
	return readers[first] && Standard(fn.Pkg().Path()) && !strings.HasPrefix(fn.Name(), "New")
}

// readers are the first elements of the paths of packages that read the bytes they are
// given. What they keep is kept by what their New functions return.
var readers = map[string]bool{"bytes": true, "crypto": true, "encoding": true, "hash": true, "unicode": true}

// IsBytes reports whether t is a slice of bytes.
func IsBytes(t types.Type) bool {
	s, ok := t.Underlying().(*types.Slice)
	return ok && types.Identical(s.Elem(), types.Typ[types.Byte])
}
