package blocked

import (
	"container/heap"
	"sync"
)

// Who receives returns when it has found what it looks for, and who sends has more.

func pump(data []int, out chan<- int) {
	for _, v := range data {
		out <- v
	}
}

func badFanIn(datas [][]int) bool {
	c := make(chan int)
	var wg sync.WaitGroup
	wg.Add(len(datas))
	for _, data := range datas {
		go func() {
			defer wg.Done()
			for _, v := range data {
				c <- v // want `abandoned-send`
			}
		}()
	}
	go func() {
		wg.Wait()
		close(c)
	}()
	for v := range c {
		if v == 5 {
			return true
		}
	}
	return false
}

func badInEachRound(datas [][]int, yield func(int) bool) {
	for _, data := range datas {
		c := make(chan int)
		go func() {
			defer close(c)
			for _, v := range data {
				c <- v // want `abandoned-send`
			}
		}()
		for v := range c {
			if !yield(v) {
				return
			}
		}
	}
}

func goodReceivesAll(datas [][]int) (n int) {
	c := make(chan int)
	var wg sync.WaitGroup
	wg.Add(len(datas))
	for _, data := range datas {
		go func() {
			defer wg.Done()
			pump(data, c)
		}()
	}
	go func() {
		wg.Wait()
		close(c)
	}()
	for range c {
		n++
	}
	return n
}

// The loop works off what it has added itself.
func goodOutstanding(links map[string][]string, start string) int {
	work, results := make(chan string, 100), make(chan []string)
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			for page := range work {
				results <- links[page]
			}
		})
	}
	seen := map[string]bool{start: true}
	work <- start
	for outstanding := 1; outstanding > 0; outstanding-- {
		for _, l := range <-results {
			if !seen[l] {
				seen[l] = true
				outstanding++
				work <- l
			}
		}
	}
	close(work)
	wg.Wait()
	return len(seen)
}

// The channel for the answer goes along with the question.
func goodAnswersInOrder(words []string) (n int) {
	slots := make(chan chan int, 3)
	go func() {
		defer close(slots)
		for _, w := range words {
			s := make(chan int, 1)
			slots <- s
			go func() { s <- len(w) }()
		}
	}()
	for s := range slots {
		n += <-s
	}
	return n
}

// What is put into a heap, somebody takes out and calls.
type timers []func()

func (t timers) Len() int           { return len(t) }
func (t timers) Less(i, j int) bool { return i < j }
func (t timers) Swap(i, j int)      { t[i], t[j] = t[j], t[i] }
func (t *timers) Push(x any)        { *t = append(*t, x.(func())) }
func (t *timers) Pop() any {
	last := (*t)[len(*t)-1]
	*t = (*t)[:len(*t)-1]
	return last
}

func goodTakenFromHeap() {
	fired := make(chan int)
	var t timers
	heap.Push(&t, func() { fired <- 1 })
	go func() { heap.Pop(&t).(func())() }()
	<-fired
}
