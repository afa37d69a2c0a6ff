package p

import (
	"fmt"
	"os"
	"sync"
)

var flag = len(os.Args) > 1

func work(n int) int { return n * n }

func joined() int {
	var wg sync.WaitGroup
	total := 0
	for i := 0; i < 3; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			total += work(i)
		}()
	}
	wg.Wait()
	return total
}

func skipped() error {
	var wg sync.WaitGroup
	var err error
	wg.Go(func() { err = fmt.Errorf("%d", work(2)) })
	if flag {
		return nil
	}
	wg.Wait()
	return err
}

func nested() {
	n := 0
	go func() {
		go func() { n++ }()
		func() {
			defer func() { _ = recover() }()
			go work(n)
		}()
	}()
	fmt.Println(n)
}

func main() {
	go fmt.Println(joined())
	go nested()
	f := skipped
	go f()
	defer func() { go f() }()
}
