// Package unit is the vet tool: what runs when the go command starts this
// program for one package of a build (one unit).
//
// # Why it is not unitchecker.Main
//
// Under "go vet" a tool is started for every package of the build, the
// dependencies and the standard library included, and what costs is not the
// analysis but parsing and type-checking all of them, mostly to find that
// they say nothing. So each unit that cannot matter is answered at once, with an
// empty fact file:
//
//   - a package of the standard library that is only asked for facts: the
//     analyzers know the standard library from a table. Such a unit, and the next
//     kind, is answered by package front, before this program is even
//     initialized;
//   - a package of another module that is only asked for facts and neither
//     starts nor joins a goroutine (see [front.Forking]);
//   - one of the main module that is only asked for facts, whose source shows no
//     concurrency and names nothing that makes it relevant by an imported fact (see
//     [Calling]);
//   - a package only asked for facts, when no analyzer has facts;
//   - a package asked for diagnostics in which [Relevant] says there can be none,
//     that names nothing of the kind either, and whose source shows no concurrency or
//     which nobody can import, unless its type errors are asked for.
//
// The last two are type-checked, without any analyzer, when their imports carry
// facts and they can be imported in turn: which of those facts an importer of
// theirs may need, the types tell that they offer.
//
// Of a package of another module that is left, what has to do with the goroutines
// that it starts or joins is type-checked, and nothing else; see trim.
//
// The rest is type-checked against the compiler's export data, which the go
// command (1.25 to 1.27) supplies for every direct import. The tool must be built
// with that Go version or a newer one: an older one does not know the format, and
// says so.
//
// An empty fact file is an answer only to a driver that takes types from
// export data. The unitchecker of golang.org/x/tools does so up to v0.49;
// from v0.50 on it keeps the types of every package in the fact files, so
// that it must type-check them all, and an empty one is an error. Which
// x/tools we are built with is not ours to decide (a consumer's go.mod can
// raise it, as a "tool" directive or the golangci-lint plug-in does), so the
// driver here stands on go/types, go/importer and objectpath alone.
// unitchecker still answers -flags and help, and drives -fix, whose cache the
// go command keeps apart: there, no unit is answered early, and no fact file
// of one driver meets the other.
//
// # Who reports what does not compile
//
// The go command compiles what somebody imports. A package that is only asked
// about (the top of the build, or one with its in-package tests) is compiled by
// nobody, so the tool is the only one to see a type error in it. When [Relevant]
// says that the analyzers have something to say about it, it is type-checked, and
// its errors are reported. The others are most of a module, and type-checking them
// is most of what there would be to pay for; who runs "go vet" with a tool of his
// own runs it without as well, and gets their errors there. The gojoincheck command
// stands alone and says whether it could do its job: it asks for them with a flag,
// "-complete". Then such a unit is type-checked without recording anything and
// without running the analyzers.
//
// # What is written is cached
//
// From Go 1.26 on, the go command files a unit's results under a key that
// does not tell a package asked for facts from one asked for diagnostics: the
// second asking gets the first one's empty output ("go vet ./app; go vet
// ./lib" reports nothing in lib when app imports it). It saves nothing,
// though, when the tool writes no fact file. So a unit of the main module
// that is asked for facts writes its file only when it has no diagnostics
// that could be lost; see mayCache. Its importers miss its facts then, but for a
// reader that leaves out what it has not asked about: with "-complete -json" the
// diagnostics are reported and filed right away. In the same way a unit in
// which an analyzer failed writes none: the failure would be reported once and then
// be forgotten.
//
// Up to Go 1.25 the go command caches no diagnostics at all: a second run
// analyzes the packages asked about again.
package unit
