package main

import (
	"errors"
	"fmt"
	"os"
	"sync"
)

func main() {
	badReadBeforeJoin()
	badOwnAfterJoin()
	badIfStatements()
	fmt.Println(badNamedResult())
	badWantedAfterJoin()
	badConcreteType()
	badSecondVariable()
}

// The forker reads only what it has written itself.
func badReadBeforeJoin() {
	home, err := os.UserHomeDir()
	var wg sync.WaitGroup
	wg.Go(func() {
		_, err = os.Stat("cache.db") // want `goroutine writes err`
		fmt.Println("cache:", err)
	})
	fmt.Println(home, err)
	wg.Wait()
}

// After the join, the forker writes before it reads.
func badOwnAfterJoin() {
	var err error
	done := make(chan bool)
	go func() {
		err = work(1) // want `goroutine writes err`
		if err != nil {
			fmt.Println(err)
		}
		done <- true
	}()
	if err = work(2); err != nil {
		fmt.Println(err)
	}
	<-done
	err = work(3)
	fmt.Println(err)
}

// Each assignment of its own.
func badIfStatements() {
	var err error
	var wg sync.WaitGroup
	wg.Go(func() {
		if err = work(1); err != nil { // want `goroutine writes err`
			fmt.Println(err)
		}
		if err = work(2); err != nil {
			fmt.Println(err)
			err = nil
		}
	})
	err = work(3)
	fmt.Println(err)
	wg.Wait()
}

func badNamedResult() (err error) {
	var wg sync.WaitGroup
	wg.Go(func() {
		err = work(1) // want `goroutine writes err`
		fmt.Println(err)
	})
	if err = work(2); err != nil {
		return err
	}
	wg.Wait()
	return nil
}

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

func work(n int) error {
	if n < 0 {
		return errors.New("no work")
	}
	return nil
}
