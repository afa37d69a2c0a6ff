package main

import (
	"fmt"
	"sync"
)

// No fix: what the goroutine assigns is wanted after the join.
func badWantedAfterJoin() {
	var err error
	var wg sync.WaitGroup
	wg.Go(func() {
		err = work(1) // want `goroutine writes err`
		fmt.Println(err)
	})
	fmt.Println(err)
	wg.Wait()
	fmt.Println(err)
}

type failure struct{}

func (*failure) Error() string { return "failure" }

func concrete() *failure { return nil }

// No fix: the new variable would have another type, and never be nil.
func badConcreteType() {
	var err error
	var wg sync.WaitGroup
	wg.Go(func() {
		err = concrete() // want `goroutine writes err`
		fmt.Println(err != nil)
	})
	fmt.Println(err)
	wg.Wait()
}

// No fix: := would declare n as well.
func badSecondVariable() {
	var err error
	n := 0
	var wg sync.WaitGroup
	wg.Go(func() {
		n, err = fmt.Println() // want `goroutine writes err`
		fmt.Println(err)
	})
	fmt.Println(err)
	wg.Wait()
	fmt.Println(n)
}
