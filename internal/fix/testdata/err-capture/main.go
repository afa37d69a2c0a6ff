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
	wg.Go(func() { // want `goroutine is not joined on every path`
		err = work(1) // want `goroutine writes err`
		fmt.Println(err)
	})
	if err = work(2); err != nil {
		return err
	}
	wg.Wait()
	return nil
}

func work(n int) error {
	if n < 0 {
		return errors.New("no work")
	}
	return nil
}
