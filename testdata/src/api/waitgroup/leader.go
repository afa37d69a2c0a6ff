package waitgroup

import "sync"

// goodLeader counts the first of the nodes, for whom the others wait.
func goodLeader(nodes []string, start func(string)) {
	var all, leader sync.WaitGroup
	leader.Add(1)
	for i, n := range nodes {
		all.Add(1)
		go func() {
			defer all.Done()
			start(n)
			if i > 0 {
				leader.Wait()
			} else {
				leader.Done()
			}
		}()
	}
	all.Wait()
}

func badLeaderWaits(nodes []string, start func(string)) {
	var leader sync.WaitGroup
	leader.Add(len(nodes))
	for i, n := range nodes {
		go func() {
			defer leader.Done()
			start(n)
			if i > 0 {
				leader.Wait() // want `join-deadlock`
			}
		}()
	}
	leader.Wait()
}
