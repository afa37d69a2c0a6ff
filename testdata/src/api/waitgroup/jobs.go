package waitgroup

import "sync"

// A goroutine that counts down for each job may be there before the jobs are
// counted, if they are sent after that.

func goodJobsSent() {
	var wg sync.WaitGroup
	jobs := make(chan int, 1)
	defer close(jobs)
	go func() {
		for range jobs {
			wg.Done()
		}
	}()
	wg.Add(1)
	jobs <- 1
	wg.Wait()
}

func goodJobsSentBySomebodyLater() {
	var wg sync.WaitGroup
	jobs := make(chan int, 1)
	go func() {
		<-jobs
		wg.Done()
	}()
	wg.Add(1)
	go func() { jobs <- 1 }()
	wg.Wait()
}

type subscribers struct{ all []chan int }

func (s *subscribers) add(c chan int) { s.all = append(s.all, c) }

func (s *subscribers) tell(v int) {
	for _, c := range s.all {
		c <- v
	}
}

func goodJobsSentByWhoKnowsTheChannel() {
	var wg sync.WaitGroup
	jobs := make(chan int, 1)
	go func() {
		<-jobs
		wg.Done()
	}()
	var s subscribers
	s.add(jobs)
	wg.Add(1)
	s.tell(1)
	wg.Wait()
}

func badJobsSentBySomebodyEarlier() {
	var wg sync.WaitGroup
	jobs := make(chan int, 1)
	go func() { jobs <- 1 }()
	go func() {
		<-jobs
		wg.Done()
	}()
	wg.Add(1) // want `add-after-fork`
	wg.Wait()
}
