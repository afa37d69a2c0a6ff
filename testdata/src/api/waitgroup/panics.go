package waitgroup

import (
	"fmt"
	"sync"
)

// What a goroutine recovers from may come from any code that it has been given.

type hook interface{ Fire() }

func badRecovers(hooks []hook) {
	var wg sync.WaitGroup
	for _, h := range hooks {
		wg.Add(1)
		go func() { // want `done-skipped: goroutine can return without wg.Done`
			defer func() {
				if p := recover(); p != nil {
					fmt.Println(p)
				}
			}()
			h.Fire()
			wg.Done()
		}()
	}
	wg.Wait()
}

func goodRecovers(hooks []hook) {
	var wg sync.WaitGroup
	for _, h := range hooks {
		wg.Add(1)
		go func() {
			defer wg.Done()
			defer func() {
				if p := recover(); p != nil {
					fmt.Println(p)
				}
			}()
			h.Fire()
		}()
	}
	wg.Wait()
}

func goodRecoversAndTells(hooks []hook) {
	var wg sync.WaitGroup
	for _, h := range hooks {
		wg.Add(1)
		go func() {
			defer func() {
				if p := recover(); p != nil {
					fmt.Println(p)
				}
				wg.Done()
			}()
			h.Fire()
		}()
	}
	wg.Wait()
}

// A goroutine that waits for the group it is counted in, if only sometimes.

type loader struct {
	wg   sync.WaitGroup
	rows int
}

func (l *loader) write(n int) {
	l.rows += n
	if l.rows > 3 {
		l.badFlush()
	}
}

func (l *loader) badFlush() {
	l.wg.Wait() // want `join-deadlock: goroutine waits for l.wg, in which it is counted itself`
}

func (l *loader) submit(n int) {
	l.wg.Add(1)
	go func() {
		defer l.wg.Done()
		l.write(n)
	}()
}
