package unit

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/gob"
	"fmt"
	"go/types"
	"maps"
	"os"
	"reflect"
	"slices"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/types/objectpath"

	"github.com/gojoincheck/gojoincheck/internal/front"
)

// A fact file holds the facts of a package and those of the packages that its
// importers can reach through it, because the go command gives a unit the
// fact files of its direct imports only. An empty file says: no facts.
//
// Before the facts it says what makes an importer relevant, so that a unit can be
// decided on without reading them.
//
// Each fact is encoded by itself and stays encoded until somebody asks for
// it. Most are only handed on, and that costs nothing but the copy.

// A record is one fact of a fact file.
type record struct {
	Package string // package path; empty for the file's own package
	Object  string // object path; empty for a fact about the package
	Type    string // of the fact, see typeName
	Name    string // of the object, if that is to be looked for (see Calling)
	Always  bool   // whoever imports it is relevant
	Data    []byte // gob
}

// factNames are what makes the importers of some facts relevant: that they use
// one of the names, or import them at all. A nil one is of no facts.
type factNames struct {
	Always bool
	Names  []string // sorted
}

func (r *record) names() *factNames {
	n := &factNames{Always: r.Always}
	if r.Name != "" {
		n.Names = []string{r.Name}
	}
	return n
}

// In reports whether they make a package relevant.
func (n *factNames) In(sources []front.Source) bool {
	return n != nil && (n.Always || front.Marks{Names: n.Names}.In(sources))
}

// union returns what makes a package relevant that imports several; nil if none
// of them is of any facts.
func union(all []*factNames) *factNames {
	var u *factNames
	for _, n := range all {
		if n == nil {
			continue
		}
		if u == nil {
			u = &factNames{}
		}
		u.Always = u.Always || n.Always
		u.Names = append(u.Names, n.Names...)
	}
	if u != nil {
		slices.Sort(u.Names)
		u.Names = slices.Compact(u.Names)
	}
	return u
}

// readNames reads what stands before the facts of a file; nil if it is empty.
func readNames(file string) (*factNames, error) {
	if info, err := os.Stat(file); err != nil || info.Size() == 0 {
		return nil, err // as nearly all are
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var names factNames
	if err := gob.NewDecoder(bufio.NewReader(f)).Decode(&names); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return &names, nil
}

// A factKey names a fact of another package.
type factKey struct{ pkg, object, typ string }

// An ownKey names a fact of the unit's package; object is nil for a fact about
// the package itself.
type ownKey struct {
	object types.Object
	typ    reflect.Type
}

// A factSet is the facts of one unit. An analyzer may use it from several
// goroutines.
type factSet struct {
	mu        sync.Mutex
	self      *types.Package
	imports   map[string]*types.Package // direct imports
	reached   map[string]*types.Package // see packages
	inherited map[factKey]record
	own       map[ownKey]analysis.Fact
	paths     objectpath.Encoder // caches
}

func typeName(t reflect.Type) string {
	return t.Elem().PkgPath() + "." + t.Elem().Name()
}

// readFacts reads the fact files of the imports.
func readFacts(cfg *front.Config, pkg *loaded) (*factSet, error) {
	s := &factSet{
		self: pkg.types, imports: pkg.imports,
		inherited: make(map[factKey]record), own: make(map[ownKey]analysis.Fact),
	}
	for _, path := range slices.Sorted(maps.Keys(cfg.PackageVetx)) {
		data, err := os.ReadFile(cfg.PackageVetx[path])
		if err != nil {
			return nil, fmt.Errorf("cannot read the facts of %s: %w", path, err)
		}
		if len(data) == 0 {
			continue
		}
		var names factNames
		var records []record
		d := gob.NewDecoder(bytes.NewReader(data))
		if err := cmp.Or(d.Decode(&names), d.Decode(&records)); err != nil {
			return nil, fmt.Errorf("cannot decode the facts of %s in %s: %w", path, cfg.PackageVetx[path], err)
		}
		for _, r := range records {
			s.inherited[factKey{cmp.Or(r.Package, path), r.Object, r.Type}] = r
		}
	}
	return s, nil
}

// serve fills in the fact functions of a pass.
func (s *factSet) serve(pass *analysis.Pass) {
	declared := make(map[reflect.Type]bool)
	for _, f := range pass.Analyzer.FactTypes {
		declared[reflect.TypeOf(f)] = true
	}
	check := func(fact analysis.Fact) {
		if !declared[reflect.TypeOf(fact)] {
			panic(fmt.Sprintf("analyzer %s uses the fact type %T, which it does not declare", pass.Analyzer.Name, fact))
		}
	}
	pass.ImportObjectFact = func(obj types.Object, fact analysis.Fact) bool {
		check(fact)
		return s.importObject(obj, fact)
	}
	pass.ImportPackageFact = func(pkg *types.Package, fact analysis.Fact) bool {
		check(fact)
		return s.importPackage(pkg, fact)
	}
	pass.ExportObjectFact = func(obj types.Object, fact analysis.Fact) {
		check(fact)
		if obj == nil || obj.Pkg() != s.self {
			panic(fmt.Sprintf("analyzer %s exports a fact about %v, which is not of package %s", pass.Analyzer.Name, obj, s.self.Path()))
		}
		s.set(obj, fact)
	}
	pass.ExportPackageFact = func(fact analysis.Fact) {
		check(fact)
		s.set(nil, fact)
	}
	pass.AllObjectFacts = func() []analysis.ObjectFact { objects, _ := s.all(pass.Analyzer); return objects }
	pass.AllPackageFacts = func() []analysis.PackageFact { _, packages := s.all(pass.Analyzer); return packages }
}

func (s *factSet) set(obj types.Object, fact analysis.Fact) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.own[ownKey{obj, reflect.TypeOf(fact)}] = fact
}

func (s *factSet) importObject(obj types.Object, fact analysis.Fact) bool {
	if obj == nil {
		panic("fact about no object")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch obj.Pkg() {
	case nil:
		return false // the universe has no facts
	case s.self:
		return s.copyOwn(obj, fact)
	}
	if len(s.inherited) == 0 {
		return false
	}
	path, err := s.paths.For(obj)
	if err != nil {
		return false // not visible from outside its package
	}
	return s.decode(factKey{obj.Pkg().Path(), string(path), typeName(reflect.TypeOf(fact))}, fact)
}

func (s *factSet) importPackage(pkg *types.Package, fact analysis.Fact) bool {
	if pkg == nil {
		panic("fact about no package")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if pkg == s.self {
		return s.copyOwn(nil, fact)
	}
	return s.decode(factKey{pkg.Path(), "", typeName(reflect.TypeOf(fact))}, fact)
}

func (s *factSet) copyOwn(obj types.Object, fact analysis.Fact) bool {
	have, ok := s.own[ownKey{obj, reflect.TypeOf(fact)}]
	if ok {
		reflect.ValueOf(fact).Elem().Set(reflect.ValueOf(have).Elem())
	}
	return ok
}

// decode fills in fact. The tool that wrote the facts is the one that reads
// them (the go command's cache sees to it), so that a failure is a broken
// file or a fact type that gob cannot handle: a bug, not "no fact".
func (s *factSet) decode(key factKey, fact analysis.Fact) bool {
	r, ok := s.inherited[key]
	if !ok {
		return false
	}
	// Decode into a new value: gob leaves alone what the sender left zero.
	fresh := reflect.New(reflect.TypeOf(fact).Elem())
	if err := gob.NewDecoder(bytes.NewReader(r.Data)).DecodeValue(fresh); err != nil {
		panic(fmt.Sprintf("cannot decode the %s of %s.%s: %v", key.typ, key.pkg, key.object, err))
	}
	reflect.ValueOf(fact).Elem().Set(fresh.Elem())
	return true
}

// encode returns the content of the unit's fact file.
func (s *factSet) encode() ([]byte, error) {
	records, err := s.ownRecords()
	if err != nil {
		return nil, err
	}
	if len(s.inherited) > 0 {
		offered := offered(s.self)
		for key, r := range s.inherited {
			if offered[key.pkg] != nil && key.pkg != s.self.Path() {
				r.Package = key.pkg
				records = append(records, r)
			}
		}
	}
	if len(records) == 0 {
		return nil, nil
	}
	slices.SortFunc(records, func(x, y record) int {
		return cmp.Or(cmp.Compare(x.Package, y.Package), cmp.Compare(x.Object, y.Object), cmp.Compare(x.Type, y.Type))
	})
	var names []*factNames
	for _, r := range records {
		names = append(names, r.names())
	}
	var buf bytes.Buffer
	e := gob.NewEncoder(&buf)
	err = cmp.Or(e.Encode(union(names)), e.Encode(records))
	return buf.Bytes(), err
}

// ownRecords encodes the facts about the package and its objects, but for
// those that no importer can name.
func (s *factSet) ownRecords() ([]record, error) {
	var records []record
	type about struct {
		object types.Object
		fact   analysis.Fact
	}
	facts := make(map[factKey]about)
	for key, fact := range s.own {
		var path objectpath.Path
		if key.object != nil {
			var err error
			if path, err = s.paths.For(key.object); err != nil {
				continue
			}
		}
		facts[factKey{"", string(path), typeName(key.typ)}] = about{key.object, fact}
	}
	// gob numbers types as it meets them, so the order decides the bytes.
	keys := slices.SortedFunc(maps.Keys(facts), func(x, y factKey) int {
		return cmp.Or(cmp.Compare(x.typ, y.typ), cmp.Compare(x.object, y.object))
	})
	for _, key := range keys {
		var buf bytes.Buffer
		object, fact := facts[key].object, facts[key].fact
		if err := gob.NewEncoder(&buf).Encode(fact); err != nil {
			return nil, fmt.Errorf("cannot encode the %s of %s.%s: %w", key.typ, s.self.Path(), key.object, err)
		}
		r := record{Object: key.object, Type: key.typ, Data: buf.Bytes()}
		if c, ok := fact.(Calling); !ok || c.Calls() && object == nil {
			r.Always = true
		} else if c.Calls() {
			r.Name = object.Name()
		}
		records = append(records, r)
	}
	return records, nil
}

// all lists the facts of the analyzer's types about every package that can be
// reached, in an order that does not change from run to run.
func (s *factSet) all(a *analysis.Analyzer) ([]analysis.ObjectFact, []analysis.PackageFact) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var objects []analysis.ObjectFact
	var packages []analysis.PackageFact
	for _, example := range a.FactTypes {
		t := reflect.TypeOf(example)
		o, p := s.inheritedOf(t)
		objects, packages = append(objects, o...), append(packages, p...)
		own := slices.SortedFunc(maps.Keys(s.own), func(x, y ownKey) int { return cmp.Compare(pos(x.object), pos(y.object)) })
		for _, key := range own {
			switch {
			case key.typ != t:
			case key.object == nil:
				packages = append(packages, analysis.PackageFact{Package: s.self, Fact: s.own[key]})
			default:
				objects = append(objects, analysis.ObjectFact{Object: key.object, Fact: s.own[key]})
			}
		}
	}
	return objects, packages
}

func pos(obj types.Object) int {
	if obj == nil {
		return -1
	}
	return int(obj.Pos())
}

func (s *factSet) inheritedOf(t reflect.Type) (objects []analysis.ObjectFact, packages []analysis.PackageFact) {
	keys := slices.SortedFunc(maps.Keys(s.inherited), func(x, y factKey) int {
		return cmp.Or(cmp.Compare(x.pkg, y.pkg), cmp.Compare(x.object, y.object), cmp.Compare(x.typ, y.typ))
	})
	for _, key := range keys {
		pkg := s.packages()[key.pkg]
		if pkg == nil || key.typ != typeName(t) {
			continue
		}
		fact := reflect.New(t.Elem()).Interface().(analysis.Fact)
		s.decode(key, fact)
		if key.object == "" {
			packages = append(packages, analysis.PackageFact{Package: pkg, Fact: fact})
		} else if obj, err := objectpath.Object(pkg, objectpath.Path(key.object)); err == nil {
			objects = append(objects, analysis.ObjectFact{Object: obj, Fact: fact})
		}
	}
	return objects, packages
}
