package captures

import "sync"

// A loop over all elements comes to each, so that two of them meet.

type doc struct{ score, length int }

func badEvery(docs []doc, words []string) {
	docs = append([]doc{}, docs...)
	for range words {
		go func() {
			for i := range docs {
				docs[i].score++ // want `instance-race: goroutine writes docs.score`
			}
		}()
	}
}

func badReadsAll(n int) (sum int) {
	scores := make([]int, n)
	var wg sync.WaitGroup
	for i := range scores {
		wg.Add(1)
		go func() {
			defer wg.Done()
			scores[i] = i // want `captured-race: goroutine writes scores`
		}()
	}
	for _, s := range scores {
		sum += s
	}
	wg.Wait()
	return sum
}

// goodOwn has each goroutine write one element, and the loop another.
func goodOwn(n int) {
	docs := make([]doc, n)
	var wg sync.WaitGroup
	for i := range docs {
		docs[i].score = 1
		wg.Add(1)
		go func() {
			defer wg.Done()
			docs[i].score++
		}()
	}
	wg.Wait()
}

func goodPointer(n int) {
	docs := make([]doc, n)
	var wg sync.WaitGroup
	for i := range docs {
		d := &docs[i]
		wg.Add(1)
		go func() {
			defer wg.Done()
			d.score++
		}()
	}
	wg.Wait()
}

// goodShare leaves each element to one goroutine.
func goodShare(n, workers int) {
	docs := make([]doc, n)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := range docs {
				if i%workers == w {
					docs[i].score++
				}
			}
		}()
	}
	wg.Wait()
}

func goodShards(keys []int) (n int) {
	shards := make([]struct {
		mu sync.Mutex
		n  int
	}, 4)
	var wg sync.WaitGroup
	for _, k := range keys {
		wg.Add(1)
		go func() {
			defer wg.Done()
			s := &shards[k%4]
			s.mu.Lock()
			s.n++
			s.mu.Unlock()
		}()
	}
	for i := range shards {
		shards[i].mu.Lock()
		n += shards[i].n
		shards[i].mu.Unlock()
	}
	wg.Wait()
	return n
}
