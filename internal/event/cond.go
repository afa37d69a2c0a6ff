package event

// A CondUse is what one function of a package has to do with conditions that goroutines
// wait for (sync.Cond) and with the flags that they wait for to be set.
type CondUse struct {
	Waits []CondWait
	Sets  []FlagSet
	Wakes []Wake
	Makes []int32 // the conditions of objects that it makes
	Runs  []int   // the functions that it calls or makes, by number
	Many  bool    // several goroutines may be started to run it
	Open  bool    // it is used as a value: who calls it is not known
}

// A CondWait waits until a flag has a value.
type CondWait struct {
	Cond, Flag int32 // numbers of fields
	Value      bool
	Pos        Pos
}

// A FlagSet stores a constant in a flag of an object that others may know already.
type FlagSet struct {
	Flag  int32
	Value bool
	Name  string
	Pos   Pos
}

// A Wake wakes one of those that wait, or all.
type Wake struct {
	Cond int32
	All  bool
	Pos  Pos
}
