/** Networks that were trained elsewhere: recurrent and dense layers or a whole ONNX graph, and what their numbers mean. */
package io.gatecast.core.imported;
