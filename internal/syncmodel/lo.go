package syncmodel

import "strconv"

// loRows are those of github.com/samber/lo and its parallel package.
func loRows() map[Key]Row {
	const lo, parallel = "github.com/samber/lo", "github.com/samber/lo/parallel"
	const async = "Async executes a function in a goroutine and returns the result in a channel."
	rows := map[Key]Row{
		{lo, "", "Async"}:             {Do: Go, Returns: TaskChan, Doc: async},
		{parallel, "", "Map"}:         {Do: ManyGo, Arg: 1, Doc: "transform is called in parallel. Result keep the same order."},
		{parallel, "", "ForEach"}:     {Do: ManyGo, Arg: 1, Doc: "iteratee is called in parallel."},
		{parallel, "", "Times"}:       {Do: ManyGo, Arg: 1, Doc: "Times invokes the iteratee n times, returning a slice of the results of each invocation. iteratee is called in parallel."},
		{parallel, "", "GroupBy"}:     {Do: ManyGo, Arg: 1, Doc: "iteratee is called in parallel."},
		{parallel, "", "PartitionBy"}: {Do: ManyGo, Arg: 1, Doc: "iteratee is called in parallel."},
	}
	for n := range 7 {
		rows[Key{lo, "", "Async" + strconv.Itoa(n)}] = Row{Do: Go, Returns: TaskChan, Doc: async}
	}
	return rows
}
