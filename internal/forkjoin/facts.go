package forkjoin

import (
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
	"slices"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/extract"
	"github.com/gojoincheck/gojoincheck/internal/lazyssa"
	"github.com/gojoincheck/gojoincheck/internal/link"
	"github.com/gojoincheck/gojoincheck/internal/summary"
	"github.com/gojoincheck/gojoincheck/internal/syncmodel"
)

// Summaries extracts a package and exports what others must know of its
// functions. It is an analyzer of its own so that a driver that asks a
// dependency for facts alone pays for no verdicts.
var Summaries = &analysis.Analyzer{
	Name:       "forkjoinfacts",
	Doc:        "summarize what functions do to goroutines and shared memory (no diagnostics)",
	Run:        summarize,
	ResultType: reflect.TypeFor[*source](),
	FactTypes:  []analysis.Fact{new(Summary), new(Summarized)},
}

// A Summary is the fact about a function that its callers must know something
// of: see package summary for the bytes.
type Summary struct {
	Forks bool // it starts goroutines
	Data  []byte
}

// AFact marks the type as a fact.
func (*Summary) AFact() {}

// Calls says that a package which starts no goroutines itself needs no look unless
// it calls a function that does.
func (s *Summary) Calls() bool { return s.Forks }

func (s *Summary) String() string {
	if s.Forks {
		return "forks"
	}
	return "summary"
}

// Summarized is the fact about a package some of whose functions have a Summary.
type Summarized struct{ Functions int }

// AFact marks the type as a fact.
func (*Summarized) AFact() {}

// Calls says that the functions' own facts tell whether importers need a look.
func (s *Summarized) Calls() bool { return false }

func (s *Summarized) String() string { return "summarized" }

// A source is a package that was looked at.
type source struct {
	pass    *analysis.Pass
	pkg     *ssa.Package // nil if the package needs no look
	x       *extract.Extractor
	linker  *link.Linker
	callees map[*types.Func]*Summary // of other packages
	forks   bool                     // the package names a library function that starts goroutines
	funcs   []*ssa.Function          // of the package, with their literals
	calls   map[*ssa.Function]extract.Calls
	givenUp map[string]int
	needed  func() bool // needsLook, asked once
}

func summarize(pass *analysis.Pass) (any, error) {
	s := &source{pass: pass, callees: map[*types.Func]*Summary{}, givenUp: map[string]int{}}
	s.needed = sync.OnceValue(s.needsLook)
	standard := lazyssa.Standard(pass.Pkg.Path())
	if !standard {
		s.imports()
	}
	tell := !standard && pass.Pkg.Name() != "main" && lazyssa.Shares(importable(pass))
	if !tell && !s.needed() {
		return s, nil
	}
	if !s.build() {
		s.givenUp["package that SSA cannot be built for"]++
		return s, nil
	}
	if !standard && pass.Pkg.Name() != "main" {
		s.export()
	}
	return s, nil
}

// importable lists the files of a package that others than its tests can import.
func importable(pass *analysis.Pass) []*ast.File {
	return slices.DeleteFunc(slices.Clone(pass.Files), func(f *ast.File) bool { return inTestFile(pass, f.FileStart) })
}

// needsLook reports whether the package can start a goroutine, by itself or
// through what it calls, or do something wrong without.
func (s *source) needsLook() bool {
	if s.forks || lazyssa.Needed(s.pass.Files) || !s.ofOthers() && (lazyssa.Serves(s.pass.Files) || lazyssa.Locks(s.pass.Files)) {
		return true
	}
	for _, c := range s.callees {
		if c.Forks {
			return true
		}
	}
	return false
}

// imports reads the summaries of the functions that the package names, and looks
// them up in the table: the type of a field may be one of a package that this one
// does not import.
func (s *source) imports() {
	told := map[*types.Package]bool{}
	for _, obj := range s.pass.TypesInfo.Uses {
		fn, ok := obj.(*types.Func)
		if !ok || fn.Pkg() == nil || fn.Pkg() == s.pass.Pkg {
			continue
		}
		s.forks = s.forks || slices.Contains(syncmodel.ForkNames(fn.Pkg().Path()), fn.Name())
		tells, known := told[fn.Pkg()]
		if !known {
			tells = s.pass.ImportPackageFact(fn.Pkg(), new(Summarized))
			told[fn.Pkg()] = tells
		}
		fn = fn.Origin()
		if !tells || s.callees[fn] != nil {
			continue
		}
		if sum := new(Summary); s.pass.ImportObjectFact(fn, sum) {
			s.callees[fn] = sum
			if sum.Forks {
				s.importMethods(fn)
			}
		}
	}
}

// importMethods reads the summaries of the methods of what a function that
// starts goroutines returns or is called on: one of them may stop these.
func (s *source) importMethods(fn *types.Func) {
	for _, v := range values(fn.Signature()) {
		n := namedOf(v.Type())
		if n == nil {
			continue
		}
		for i := range n.Origin().NumMethods() {
			m := n.Origin().Method(i)
			if sum := new(Summary); s.callees[m] == nil && m.Pkg() != s.pass.Pkg && s.pass.ImportObjectFact(m, sum) {
				s.callees[m] = sum
			}
		}
	}
}

// build fails when the SSA builder does: it panics on a few programs that the
// type checker accepts, such as one with a label named _.
func (s *source) build() (ok bool) {
	defer func() {
		if recover() != nil {
			s.pkg, ok = nil, false
		}
	}()
	s.pkg = lazyssa.Build(s.pass)
	s.x = extract.New(s.pkg)
	old := oldFiles(s.pass)
	s.funcs = lazyssa.Functions(s.pass, s.pkg)
	s.x.Functions, s.x.Partial = s.funcs, s.ofOthers()
	s.x.OldLoops = func(p token.Pos) bool { return old[s.pass.Fset.File(p)] }
	s.x.Summary = func(fn *types.Func) []byte {
		if c := s.callees[fn]; c != nil {
			return c.Data
		}
		return nil
	}
	s.linker = link.New(s.x.Space, s.x.Func, s.x.ResultFunc)
	s.linker.Method = s.x.Method
	s.linker.CondAt = s.x.CondAt
	s.calls = map[*ssa.Function]extract.Calls{}
	for _, fn := range s.funcs {
		s.calls[fn] = s.x.Calls(fn)
	}
	return true
}

// export tells importers of each function that they can call and that does
// more than compute, and of each constructor and method of a type whose values
// may own a goroutine: of these they must know as well which do nothing to it.
//
// A package of another module tells no more than what has to do with goroutines.
// What its functions do to memory alone is its documentation's business, most of
// such packages are not looked at for it (only those that start goroutines are),
// and a client that was generated from a description has thousands of accessors.
func (s *source) export() {
	if s.pass.Pkg.Name() == "main" {
		return // nobody can import it
	}
	n := 0
	tell := func(fn *types.Func, sum *Summary) {
		s.pass.ExportObjectFact(fn, sum)
		n++
	}
	summarize := s.summarizer()
	silent := func(*types.Func) bool { return false }
	if s.ofOthers() {
		meets := s.running(func(c extract.Calls) bool { return c.Meets })
		silent = func(fn *types.Func) bool { return !meets[s.pkg.Prog.FuncValue(fn)] }
	}
	owners := map[*types.TypeName]bool{}
	idle := map[*types.Func]*Summary{}
	var rest []*types.Func
	for _, fn := range s.exported() {
		if silent(fn) {
			rest = append(rest, fn)
			continue
		}
		sum, matters := summarize(fn)
		switch {
		case sum == nil:
		case matters:
			tell(fn, sum)
			if sum.Forks {
				mark(owners, fn.Signature())
			}
		default:
			idle[fn] = sum
			rest = append(rest, fn)
		}
	}
	for _, fn := range rest {
		if !slices.ContainsFunc(values(fn.Signature()), func(v *types.Var) bool {
			n := namedOf(v.Type())
			return n != nil && owners[n.Obj()]
		}) {
			continue
		}
		sum := idle[fn]
		if sum == nil {
			sum, _ = summarize(fn)
		}
		if sum != nil {
			tell(fn, sum)
		}
	}
	if n > 0 {
		s.pass.ExportPackageFact(&Summarized{Functions: n})
	}
}

// summarizer returns summaryOf, which then lets go of the graphs that no other
// function splices.
func (s *source) summarizer() func(*types.Func) (*Summary, bool) {
	called := map[*ssa.Function]bool{}
	for _, c := range s.calls {
		for _, fn := range c.Runs {
			called[fn] = true
		}
	}
	return func(fn *types.Func) (*Summary, bool) {
		sum, matters := s.summaryOf(fn)
		if ssaFn := s.pkg.Prog.FuncValue(fn); !called[ssaFn] && (sum == nil || !sum.Forks) {
			s.linker.Forget(s.x.ID(ssaFn))
		}
		return sum, matters
	}
}

// ofOthers reports whether the package belongs to the module of somebody else,
// which only a driver tells that asks such packages for nothing but facts.
func (s *source) ofOthers() bool {
	return s.pass.Module != nil && s.pass.Module.Version != ""
}

// running marks the functions of which something holds, and those that may run
// one of these.
func (s *source) running(holds func(extract.Calls) bool) map[*ssa.Function]bool {
	callers := map[*ssa.Function][]*ssa.Function{}
	var todo []*ssa.Function
	for _, fn := range s.funcs {
		for _, c := range s.calls[fn].Runs {
			callers[c] = append(callers[c], fn)
		}
		if holds(s.calls[fn]) {
			todo = append(todo, fn)
		}
	}
	marked := map[*ssa.Function]bool{}
	for len(todo) > 0 {
		fn := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if !marked[fn] {
			marked[fn] = true
			todo = append(todo, callers[fn]...)
		}
	}
	return marked
}

// mark notes the types of what a function that starts goroutines returns or is
// called on.
func mark(owners map[*types.TypeName]bool, sig *types.Signature) {
	for _, v := range values(sig) {
		if n := namedOf(v.Type()); n != nil {
			owners[n.Obj()] = true
		}
	}
}

// values lists the receiver and the results of a function.
func values(sig *types.Signature) []*types.Var {
	var all []*types.Var
	if sig.Recv() != nil {
		all = append(all, sig.Recv())
	}
	for i := range sig.Results().Len() {
		all = append(all, sig.Results().At(i))
	}
	return all
}

// exported lists the functions with a body that other packages can call.
func (s *source) exported() []*types.Func {
	var all []*types.Func
	for _, file := range importable(s.pass) {
		for _, decl := range file.Decls {
			d, ok := decl.(*ast.FuncDecl)
			if !ok || d.Body == nil || !d.Name.IsExported() {
				continue
			}
			if fn, ok := s.pass.TypesInfo.Defs[d.Name].(*types.Func); ok {
				all = append(all, fn)
			}
		}
	}
	return all
}

// summaryOf summarizes one function, and reports whether callers must know; a
// bug in the engine costs that function only.
func (s *source) summaryOf(fn *types.Func) (sum *Summary, matters bool) {
	defer func() {
		if r := recover(); r != nil {
			if Strict {
				panic(r)
			}
			s.givenUp["internal error"]++
			sum, matters = nil, false
		}
	}()
	id := s.x.ID(s.pkg.Prog.FuncValue(fn))
	if id == event.NoFunc {
		return nil, false
	}
	m := s.linker.Module(id, summary.MaxEvents)
	if m == nil {
		s.givenUp["summary over the size limit"]++
		return nil, false
	}
	if matters = summary.Reduce(s.x.Space, m); !matters && len(values(fn.Signature())) == 0 {
		return nil, false
	}
	data := summary.Encode(s.x.Space, m, s.x.KeyText)
	if len(data) > summary.MaxBytes {
		s.givenUp["summary over the size limit"]++
		return nil, false
	}
	return &Summary{Forks: m.Forks(), Data: data}, matters
}
