/** Recurrent cells: one time step of GRU, LSTM, MGU or plain RNN, its backward pass, and stacks of them. */
package io.gatecast.core.recurrent;
