/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A command that reads the whole store, in a process of its own: pages that
 * hold anything at all can bring the engine down, and then somebody must be
 * left to say so.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/app.h"

static const int faults[] = { SIGSEGV, SIGBUS, SIGABRT, SIGILL, SIGFPE };
#define N_FAULTS (sizeof(faults) / sizeof(faults[0]))

/* Whoever waits passes on what asks it to stop, and stays to clear up. */
static const int stops[] = { SIGINT, SIGTERM, SIGHUP };
#define N_STOPS (sizeof(stops) / sizeof(stops[0]))
static volatile pid_t at_work;

static void
pass_on(int number)
{
	if (at_work > 0)
		kill(at_work, number);
}

/* But for those that whoever began it wants to be passed over (nohup). */
static void
catch_stops(void (*with)(int number))
{
	for (size_t i = 0; i < N_STOPS; i++)
		if (signal(stops[i], with) == SIG_IGN)
			signal(stops[i], SIG_IGN);
}

static void
be_child(struct options *o, int (*run)(struct options *o), pid_t parent)
{
	int status;

	for (size_t i = 0; i < N_FAULTS; i++)
		signal(faults[i], SIG_DFL);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(STATUS_FAULT);
	status = run(o);
	if (!said_all() && status == STATUS_OK)
		status = STATUS_FAULT;
	_exit(status);
}

static bool
is_fault(int number)
{
	for (size_t i = 0; i < N_FAULTS; i++)
		if (number == faults[i])
			return true;
	return false;
}

int
run_apart(struct options *o, int (*run)(struct options *o), enum apart *end)
{
	pid_t parent = getpid();
	sigset_t all, before;
	int how, waited;

	*end = APART_ENDED;
	fflush(NULL);
	/* One that comes meanwhile waits until it can be passed on. */
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	at_work = fork();
	if (at_work > 0)
		catch_stops(pass_on);
	sigprocmask(SIG_SETMASK, &before, NULL);
	if (at_work < 0) /* no room for another: then here */
		return run(o);
	if (at_work == 0)
		be_child(o, run, parent);
	do
		waited = waitpid(at_work, &how, 0);
	while (waited < 0 && errno == EINTR);
	catch_stops(SIG_DFL);
	if (waited >= 0 && WIFEXITED(how))
		return WEXITSTATUS(how);
	*end = waited >= 0 && is_fault(WTERMSIG(how)) ? APART_DIED
						      : APART_STOPPED;
	if (isatty(STDERR_FILENO))
		fputc('\n', stderr); /* behind a line of progress */
	return STATUS_FAULT;
}
