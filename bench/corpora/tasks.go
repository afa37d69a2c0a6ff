package main

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/token"
	"go/types"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/callgraph"
	"golang.org/x/tools/go/callgraph/cha"
	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/ssa/ssautil"
)

// A fork is one go statement, or timer, and what may run there.
type fork struct {
	line  int
	tasks []*ssa.Function // several when the task is computed
}

// An op is an instruction that may block, with the reasons for which the
// runtime would say that it waits.
type op struct {
	line    int
	reasons []string
}

// A program is a package in which forks and blocking operations can be looked
// up by file.
type program struct {
	fset  *token.FileSet
	graph *callgraph.Graph
	forks map[string][]fork // by base name of the file
}

// load builds the package of the files, which import the standard library only.
func load(fset *token.FileSet, files []*ast.File) (*program, error) {
	pkg := types.NewPackage("main", "main")
	conf := &types.Config{Importer: importer.ForCompiler(fset, "gc", nil)}
	ssapkg, _, err := ssautil.BuildPackage(conf, fset, pkg, files, ssa.InstantiateGenerics)
	if err != nil {
		return nil, err
	}
	p := &program{fset: fset, graph: cha.CallGraph(ssapkg.Prog), forks: map[string][]fork{}}
	for _, name := range slices.Sorted(maps.Keys(ssapkg.Members)) {
		switch m := ssapkg.Members[name].(type) {
		case *ssa.Function:
			p.addForks(m)
		case *ssa.Type:
			for _, t := range []types.Type{m.Type(), types.NewPointer(m.Type())} {
				for sel := range ssapkg.Prog.MethodSets.MethodSet(t).Methods() {
					if fn := ssapkg.Prog.MethodValue(sel); fn != nil && fn.Synthetic == "" {
						p.addForks(fn)
					}
				}
			}
		}
	}
	for _, forks := range p.forks {
		slices.SortFunc(forks, func(a, b fork) int { return a.line - b.line })
	}
	return p, nil
}

// addForks adds the forks of a function and of the literals in it.
func (p *program) addForks(fn *ssa.Function) {
	for _, b := range fn.Blocks {
		for _, instr := range b.Instrs {
			tasks, ok := p.forked(fn, instr)
			if !ok {
				continue
			}
			file, line := p.position(instr.Pos())
			// Methods of values are seen twice, as methods of pointers too.
			if !slices.ContainsFunc(p.forks[file], func(f fork) bool { return f.line == line }) {
				p.forks[file] = append(p.forks[file], fork{line, tasks})
			}
		}
	}
	for _, anon := range fn.AnonFuncs {
		p.addForks(anon)
	}
}

// forked returns what a go statement, or a timer, starts in a new goroutine.
func (p *program) forked(fn *ssa.Function, instr ssa.Instruction) (tasks []*ssa.Function, ok bool) {
	switch instr := instr.(type) {
	case *ssa.Go:
		if callee := instr.Call.StaticCallee(); callee != nil {
			return []*ssa.Function{callee}, true
		}
		return p.callees(fn, instr), true
	case *ssa.Call:
		if callee := instr.Call.StaticCallee(); callee == nil || callee.RelString(nil) != "time.AfterFunc" {
			return nil, false
		}
		switch f := instr.Call.Args[1].(type) {
		case *ssa.Function:
			return []*ssa.Function{f}, true
		case *ssa.MakeClosure:
			return []*ssa.Function{f.Fn.(*ssa.Function)}, true
		}
	}
	return nil, false
}

// callees lists what a computed call may run, by its type. Each file is a
// program of its own, so only functions of the same file come into question.
func (p *program) callees(fn *ssa.Function, site ssa.CallInstruction) (fns []*ssa.Function) {
	for _, e := range p.graph.CreateNode(fn).Out {
		if e.Site == site && p.sameFile(e.Callee.Func, fn) {
			fns = append(fns, e.Callee.Func)
		}
	}
	return fns
}

func (p *program) sameFile(a, b *ssa.Function) bool {
	fa, _ := p.position(a.Pos())
	fb, _ := p.position(b.Pos())
	return fa == fb
}

// ops lists the blocking operations that a goroutine may reach in its file.
func (p *program) ops(task *ssa.Function) (all []op) {
	seen := map[*ssa.Function]bool{task: true}
	for todo := []*ssa.Function{task}; len(todo) > 0; todo = todo[1:] {
		fn := todo[0]
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				if reasons := waitReasons(instr); len(reasons) > 0 {
					_, line := p.position(instr.Pos())
					all = append(all, op{line, reasons})
				}
			}
		}
		for _, e := range p.graph.CreateNode(fn).Out {
			if _, forks := e.Site.(*ssa.Go); !forks && !seen[e.Callee.Func] && p.sameFile(e.Callee.Func, task) {
				seen[e.Callee.Func] = true
				todo = append(todo, e.Callee.Func)
			}
		}
	}
	return all
}

// waitReasons names what the runtime says of a goroutine blocked here.
func waitReasons(instr ssa.Instruction) []string {
	switch instr := instr.(type) {
	case *ssa.Send:
		return []string{"chan send", "chan send (nil chan)"}
	case *ssa.UnOp:
		if instr.Op == token.ARROW {
			return []string{"chan receive", "chan receive (nil chan)"}
		}
	case *ssa.Select:
		if instr.Blocking {
			return []string{"select", "select (no cases)"}
		}
	case *ssa.Call:
		return lockReasons(instr.Common())
	}
	return nil
}

func lockReasons(call *ssa.CallCommon) []string {
	name := ""
	if call.IsInvoke() {
		name = call.Method.FullName()
	} else if callee := call.StaticCallee(); callee != nil {
		name = callee.RelString(nil)
	}
	switch name {
	case "(*sync.Mutex).Lock":
		return []string{"sync.Mutex.Lock"}
	case "(*sync.RWMutex).RLock":
		return []string{"sync.RWMutex.RLock"}
	case "(*sync.RWMutex).Lock", "(sync.Locker).Lock": // begins by locking a Mutex
		return []string{"sync.RWMutex.Lock", "sync.Mutex.Lock"}
	case "(*sync.WaitGroup).Wait":
		return []string{"sync.WaitGroup.Wait"}
	case "(*sync.Cond).Wait": // ends by locking its Locker again
		return []string{"sync.Cond.Wait", "sync.Mutex.Lock", "sync.RWMutex.Lock"}
	}
	return nil
}

func (p *program) position(pos token.Pos) (file string, line int) {
	at := p.fset.Position(pos)
	return filepath.Base(at.Filename), at.Line
}

// symbol names a function as a stack trace does: "F.func1.2()" is the second
// literal in the first literal of F. The trace may show arguments between the
// parentheses, so expectations end before them.
func symbol(fn *ssa.Function) string { return symbolName(fn) + "()" }

func symbolName(fn *ssa.Function) string {
	parent := fn.Parent()
	if parent == nil {
		return topName(fn)
	}
	n := 1 + slices.Index(parent.AnonFuncs, fn)
	if parent.Parent() == nil {
		return fmt.Sprintf("%s.func%d", topName(parent), n)
	}
	return fmt.Sprintf("%s.%d", symbolName(parent), n)
}

// topName is "F", "T.M" or "(*T).M".
func topName(fn *ssa.Function) string {
	recv := fn.Signature.Recv()
	if recv == nil {
		return fn.Name()
	}
	t := types.TypeString(recv.Type(), func(*types.Package) string { return "" })
	if strings.HasPrefix(t, "*") {
		t = "(" + t + ")"
	}
	return t + "." + fn.Name()
}
